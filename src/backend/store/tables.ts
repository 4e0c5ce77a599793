import type { Generated } from 'kysely';

/** Times are epoch milliseconds, JSON is text: both mean the same on SQLite and PostgreSQL. */
export interface Tables {
  tenant: TenantTable;
  user: UserTable;
  apiKey: ApiKeyTable;
  device: DeviceTable;
  challenge: ChallengeTable;
  signInFailure: SignInFailureTable;
  session: SessionTable;
  refreshToken: RefreshTokenTable;
  accessToken: AccessTokenTable;
  level: LevelTable;
  customer: CustomerTable;
  document: DocumentTable;
  documentPrint: DocumentPrintTable;
  blob: BlobTable;
  blobChunk: BlobChunkTable;
  staging: StagingTable;
  note: NoteTable;
  command: CommandTable;
  change: ChangeTable;
  audit: AuditTable;
  idempotency: IdempotencyTable;
  checkRun: CheckRunTable;
  contact: ContactTable;
  setting: SettingTable;
  job: JobTable;
  link: LinkTable;
  planUse: PlanUseTable;
  webhook: WebhookTable;
  webhookSecret: WebhookSecretTable;
  delivery: DeliveryTable;
  caseFact: CaseFactTable;
  statusStep: StatusStepTable;
  rejectionReason: RejectionReasonTable;
  finishedReview: FinishedReviewTable;
  hostedStep: HostedStepTable;
  leadImport: LeadImportTable;
  leadRow: LeadRowTable;
  transaction: TransactionTable;
  auditNode: AuditNodeTable;
  totp: TotpTable;
  planLimit: PlanLimitTable;
  witnessedCommand: WitnessedCommandTable;
  watchlistVersion: WatchlistVersionTable;
  watchlistEntry: WatchlistEntryTable;
  rescreening: RescreeningTable;
}

export interface TenantTable {
  id: string;
  name: string;
  createdAt: number;
  /** Managed policy of the tenant's workstations, JSON. */
  policy: string;
  /** Raw Ed25519 public key, base64. */
  signingPublicKey: string;
  /** PKCS #8 private key, sealed with the operator's wrapping key. */
  signingKeySealed: Uint8Array;
  /** Names this feed: a cursor of another one (a database made anew) is told to start afresh. */
  feedEpoch: string;
  feedSeq: number;
  /** Cursors below this missed purged `delete` rows. */
  feedHorizon: number;
  auditSize: number;
  /** JSON: days for which cases of a status are kept; null: the defaults. */
  retention: string | null;
}

export interface UserTable {
  tenantId: string;
  id: string;
  /** Folded to lower case; unique over all tenants, because it names the tenant at sign-in. */
  email: string;
  name: string;
  /** JSON array. */
  roles: string;
  passwordHash: string;
  createdAt: number;
  disabledAt: number | null;
}

export interface ApiKeyTable {
  tenantId: string;
  id: string;
  name: string;
  keyHash: string;
  /** JSON array. */
  scopes: string;
  createdAt: number;
  revokedAt: number | null;
}

export interface DeviceTable {
  tenantId: string;
  id: string;
  userId: string;
  name: string;
  publicKey: string;
  state: 'active' | 'wiping' | 'revoked';
  lastSeq: number;
  lastHash: string;
  witnessedSize: number;
  witnessedRoot: string | null;
  witnessedNote: string | null;
  createdAt: number;
}

/** Answered ones, until they end. Before anybody is known: the only rows without a tenant, beside failures and settings. */
export interface ChallengeTable {
  challenge: string;
  expiresAt: number;
}

export interface SignInFailureTable {
  id: Generated<number>;
  /** SHA-256 of the folded account name. */
  accountHash: string;
  address: string;
  at: number;
}

/** A family of refresh tokens: one sign-in of one device. */
export interface SessionTable {
  tenantId: string;
  id: string;
  userId: string;
  deviceId: string;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
}

export interface RefreshTokenTable {
  tenantId: string;
  tokenHash: string;
  sessionId: string;
  createdAt: number;
  /** The rotationId that made the successor; null while this token was not used. */
  rotationId: string | null;
  successorHash: string | null;
}

export interface AccessTokenTable {
  tenantId: string;
  tokenHash: string;
  sessionId: string;
  expiresAt: number;
}

export interface LevelTable {
  tenantId: string;
  id: string;
  version: number;
  /** JSON of the contract's Level. */
  data: string;
}

/** `data` is the customer as it is sent; the other columns are drawn from it for lists. */
export interface CustomerTable {
  tenantId: string;
  id: string;
  externalId: string | null;
  kind: string;
  levelId: string;
  status: string;
  reviewStatus: string;
  leadStatus: string;
  assignee: string | null;
  riskBand: string;
  riskScore: number;
  name: string;
  /** Folded name, external id and e-mail, for `q`. */
  searchText: string;
  version: number;
  createdAt: number;
  updatedAt: number;
  /** 1 once a link was opened or anything was given after creation. */
  touched: number;
  /** JSON: for each guarded fact, when and by which device it changed last. */
  guards: string;
  data: string;
}

/** Where a document is; what it says is in its customer's `data`. */
export interface DocumentTable {
  tenantId: string;
  id: string;
  customerId: string;
  type: string;
  sha256: string;
}

/** How a picture looks, to tell when somebody else sends it again: perceptual hashes in lowercase hex, and parts of one. */
export interface DocumentPrintTable {
  tenantId: string;
  documentId: string;
  customerId: string;
  type: string;
  /** Keyed hash of the issuer and number in its zone; null where none was read without a doubt. */
  numberTag: string | null;
  phash: string;
  dhash: string;
  band0: string;
  band1: string;
  band2: string;
  band3: string;
}

export interface BlobTable {
  tenantId: string;
  sha256: string;
  size: number;
  mime: string;
  chunkKey: string;
}

export interface BlobChunkTable {
  tenantId: string;
  chunkKey: string;
  n: number;
  bytes: Uint8Array;
}

/** Pieces that are no blob yet: what is still here long after its start, a crash left behind. */
export interface StagingTable {
  tenantId: string;
  chunkKey: string;
  startedAt: number;
}

export interface NoteTable {
  tenantId: string;
  id: string;
  customerId: string;
  at: number;
  data: string;
}

/** Commands with a final answer. */
export interface CommandTable {
  tenantId: string;
  id: string;
  deviceId: string;
  deviceSeq: number;
  customerId: string;
  userId: string;
  type: string;
  hash: string;
  receivedAt: number;
  outcome: string;
  command: string;
  result: string;
}

/** The feed: one row per entity, moved to a new seq when the entity changes. */
export interface ChangeTable {
  tenantId: string;
  entity: string;
  entityId: string;
  seq: number;
  op: 'upsert' | 'delete';
  version: number;
  at: number;
  /** JSON; null for customers, whose row holds it. */
  data: string | null;
}

export interface AuditTable {
  tenantId: string;
  index: number;
  at: number;
  actor: string;
  action: string;
  customerId: string | null;
  /** Null once purged: the data can't be guessed back from its hash. */
  nonce: Uint8Array | null;
  data: string | null;
  dataHash: string;
  leafHash: string;
}

export interface IdempotencyTable {
  tenantId: string;
  /** Who used the key: `user:<id>` or `key:<id>`. */
  caller: string;
  key: string;
  requestHash: string;
  createdAt: number;
  /** Names the request that has the key: its process and itself. */
  run: string;
  /** Until when that is believed to run: what a killed process left unanswered is taken over afterwards. */
  leasedUntil: number;
  /** Null while the first request runs. */
  status: number | null;
  headers: string | null;
  body: string | null;
}

/** Something to do at or after `dueAt`; done ones are gone. */
export interface JobTable {
  tenantId: string;
  kind: string;
  key: string;
  dueAt: number;
  /** How often it failed since it was last asked for. */
  attempts: number;
  /** Counts how often it was asked for: who ends an older revision leaves the newer one to be done. */
  revision: number;
  leasedBy: string | null;
  /** 0: nobody has it. A process that dies leaves its lease to run out. */
  leasedUntil: number;
  createdAt: number;
}

/** A verification link; of its token only the SHA-256 is here. */
export interface LinkTable {
  tenantId: string;
  id: string;
  kind: string;
  levelId: string;
  customerId: string;
  tokenHash: string;
  /** Never `expired`: that follows from `expiresAt`. */
  state: 'active' | 'opened' | 'completed' | 'revoked';
  locale: string | null;
  /** JSON array of what it asks for; null: whatever is missing. */
  items: string | null;
  /** JSON array of the steps that the applicant confirmed. */
  steps: string;
  version: number;
  createdAt: number;
  expiresAt: number;
  openedAt: number | null;
  completedAt: number | null;
  /** A user's id, or `integrator`; null: made before it was written down. */
  createdBy: string | null;
}

/** How many links were counted in a period of the plan. */
export interface PlanUseTable {
  tenantId: string;
  /** When the period began. */
  period: number;
  kind: string;
  used: number;
}

/** A subscription of an integrator's server to events. */
export interface WebhookTable {
  tenantId: string;
  id: string;
  url: string;
  /** JSON array. */
  events: string;
  state: 'active' | 'disabled';
  /** Who made it: `user:<id>` or `key:<id>`. */
  owner: string;
  disabledReason: 'request' | 'failing' | 'gone' | null;
  disabledAt: number | null;
  /** Since when every attempt has failed. */
  failingSince: number | null;
  createdAt: number;
}

/** What a subscription's deliveries are signed with, sealed under the operator's key. */
export interface WebhookSecretTable {
  tenantId: string;
  webhookId: string;
  id: string;
  sealed: Uint8Array;
  createdAt: number;
  /** Null: the newest one. */
  expiresAt: number | null;
}

/** The outbox: one event on its way to one subscription. */
export interface DeliveryTable {
  tenantId: string;
  /** Sent as `webhook-id`. */
  id: string;
  webhookId: string;
  eventType: string;
  /** Purged with its customer. */
  customerId: string | null;
  /** As it is signed and sent. */
  body: string;
  state: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Attempts since it was last asked for: the place in the schedule. */
  tries: number;
  nextAttemptAt: number | null;
  responseStatus: number | null;
  failure: string | null;
  createdAt: number;
}

/** The last checks of a case, or those under way. */
export interface CheckRunTable {
  tenantId: string;
  customerId: string;
  startedAt: number;
  /** How often some provider was down. */
  attempts: number;
  /** 1 where a decision may follow without a person; 0 for what changed in a case that was left to people. */
  decides: number;
  /** 1 once a check has alarmed since the case was last submitted or verified: a person decides then. */
  alarmed: number;
}

/** Contacts and devices by which customers may be seen to belong together; purged with their customer. */
export interface ContactTable {
  tenantId: string;
  kind: 'email' | 'phone' | 'device';
  /** Hex of a keyed hash. */
  valueHash: string;
  customerId: string;
  /** When it was first seen. */
  at: number;
}

/** What metrics count of a case; it stays when the case is purged, and holds no value but a country. */
export interface CaseFactTable {
  tenantId: string;
  customerId: string;
  kind: string;
  /** The newest one given, ISO 3166-1 alpha-3. */
  country: string | null;
  createdAt: number;
  /** The first submission. */
  submittedAt: number | null;
  /** The first approval. */
  approvedAt: number | null;
  /** When the present round of verification began: by submission, appeal or re-check. */
  roundAt: number | null;
}

export interface StatusStepTable {
  tenantId: string;
  customerId: string;
  /** The customer's version from this step on. */
  version: number;
  kind: string;
  before: string;
  after: string;
  at: number;
  /** Of a step that ends a round of verification: how long that took. */
  roundMs: number | null;
}

/** One row for each different reason of a rejection. */
export interface RejectionReasonTable {
  tenantId: string;
  customerId: string;
  version: number;
  reason: string;
  kind: string;
  at: number;
}

export interface FinishedReviewTable {
  tenantId: string;
  customerId: string;
  version: number;
  kind: string;
  userId: string;
  at: number;
  reviewMs: number;
}

/** When an applicant first reached a step of the hosted page. */
export interface HostedStepTable {
  tenantId: string;
  customerId: string;
  step: string;
  kind: string;
  at: number;
}

/** A file of leads and how far it was taken in. */
export interface LeadImportTable {
  tenantId: string;
  id: string;
  state: 'running' | 'finished' | 'interrupted' | 'failed';
  dryRun: number;
  by: string;
  /** Names the request that takes the file in. */
  run: string;
  rows: number;
  accepted: number;
  repeated: number;
  refused: number;
  /** JSON array of the first refusals. */
  refusals: string;
  /** SHA-256 of the whole file; null until it was read to its end. */
  fileHash: string | null;
  startedAt: number;
  updatedAt: number;
  finishedAt: number | null;
}

/** Rows that made a customer, by a keyed hash; purged with it. */
export interface LeadRowTable {
  tenantId: string;
  rowHash: string;
  customerId: string;
}

export interface TransactionTable {
  tenantId: string;
  id: string;
  customerId: string;
  at: number;
  data: string;
}

export interface SettingTable {
  key: string;
  value: string;
}

/** Hashes of complete subtrees of the audit tree, at levels 8, 16, 24: a proof reads hundreds of rows, never all. */
export interface AuditNodeTable {
  tenantId: string;
  level: number;
  index: number;
  /** Lowercase hex. */
  hash: string;
}

/** A user's secret of one-time codes. */
export interface TotpTable {
  tenantId: string;
  userId: string;
  secretSealed: Uint8Array;
  createdAt: number;
  /** Null until a first code was given: only then is a code asked for. */
  confirmedAt: number | null;
  /** The time step of the last code that was taken: none is taken twice. */
  lastStep: number;
}

/** What the operator allows one tenant, in place of what it allows each. */
export interface PlanLimitTable {
  tenantId: string;
  kind: 'kyc' | 'kyb';
  /** Null: as many as it wants. */
  most: number | null;
}

/** Commands that a device had when its journal was last witnessed: what it may still deliver once it is to be wiped. */
export interface WitnessedCommandTable {
  tenantId: string;
  deviceId: string;
  commandId: string;
}

/** A watchlist of the operator's that differs from the one before; it is not a tenant's. */
export interface WatchlistVersionTable {
  seq: number;
  /** SHA-256 of what its entries say. */
  digest: string;
  entries: number;
  /** How many of them are new, or say something else than before. */
  changed: number;
  at: number;
}

/** An entry of the present watchlist: what it says, as a hash, and since which version it says that. */
export interface WatchlistEntryTable {
  list: string;
  entryId: string;
  hash: string;
  seq: number;
}

/** How far a tenant's customers have been looked up among what changed on the watchlist. */
export interface RescreeningTable {
  tenantId: string;
  /** The version that all of them were looked up on. */
  doneSeq: number;
  /** The version that they are being looked up on. */
  seq: number;
  /** The last customer that was looked up; empty: none yet. */
  lastId: string;
  matched: number;
}
