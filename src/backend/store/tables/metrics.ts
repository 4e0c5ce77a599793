/** What metrics count. */
export interface MetricTables {
  caseFact: CaseFactTable;
  statusStep: StatusStepTable;
  rejectionReason: RejectionReasonTable;
  finishedReview: FinishedReviewTable;
  hostedStep: HostedStepTable;
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
