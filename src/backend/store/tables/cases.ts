/** Cases, and what is written on them. */
export interface CaseTables {
  level: LevelTable;
  customer: CustomerTable;
  note: NoteTable;
  transaction: TransactionTable;
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

export interface NoteTable {
  tenantId: string;
  id: string;
  customerId: string;
  at: number;
  data: string;
}

export interface TransactionTable {
  tenantId: string;
  id: string;
  customerId: string;
  at: number;
  data: string;
}
