/** Verification links and the plan that counts them. */
export interface LinkTables {
  link: LinkTable;
  planUse: PlanUseTable;
  planLimit: PlanLimitTable;
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

/** What the operator allows one tenant, in place of what it allows each. */
export interface PlanLimitTable {
  tenantId: string;
  kind: 'kyc' | 'kyb';
  /** Null: as many as it wants. */
  most: number | null;
}
