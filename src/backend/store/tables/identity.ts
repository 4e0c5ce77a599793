import type { Generated } from 'kysely';

/** Who there is, and how they are known again. */
export interface IdentityTables {
  tenant: TenantTable;
  user: UserTable;
  totp: TotpTable;
  apiKey: ApiKeyTable;
  device: DeviceTable;
  challenge: ChallengeTable;
  signInFailure: SignInFailureTable;
  session: SessionTable;
  refreshToken: RefreshTokenTable;
  accessToken: AccessTokenTable;
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
