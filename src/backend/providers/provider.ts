import type {
  Customer,
  Document,
  ExtractedValue,
  Item,
  Level,
  ScreeningHit,
} from '../../shared/domain/index.ts';

/** What a provider says about a customer or one item; the code is a reason of the shared table where one fits. */
export interface Finding {
  readonly code: string;
  readonly item?: Item | null;
  /** One plain sentence for analysts; what the program needs of it is beside it. */
  readonly message: string;
  /** How many the message speaks of, where it counts. */
  readonly count?: number | null;
  /** Where the message speaks of somebody on a watchlist who is no hit: the one that they would be. */
  readonly hitId?: string | null;
}

/** What a provider may look at. It never writes to the store: the runner does, if what was looked at still stands. */
export interface ProviderInput {
  readonly tenantId: string;
  /**
   * The case as it stood when the checks began, with what the providers named in `needs` have just found: their extracted
   * values in its fields, the expiry of its documents.
   */
  readonly customer: Customer;
  /** The level version that the case began with. */
  readonly level: Level;
  /** When the checks began, epoch milliseconds: what "today" means to all of them. */
  readonly at: number;
  /** The bytes of one of the customer's documents; throws when there are none. */
  readonly readDocument: (documentId: string) => Promise<Uint8Array>;
}

/** What a provider learns about a document as a whole. */
export type DocumentFacts = Pick<Document, 'expiresOn'>;

/**
 * How a check ended: `clear` lets the case go on, `rfi` asks the customer for the items of its findings, `alert` leaves it
 * to people. A finding of a clear outcome is a remark.
 */
export interface ProviderOutcome {
  readonly state: 'clear' | 'rfi' | 'alert';
  readonly findings: readonly Finding[];
  /** By field key: takes the place of every value that came from the same documents before. */
  readonly extracted?: Readonly<Record<string, readonly ExtractedValue[]>>;
  /** By document id. */
  readonly documents?: Readonly<Record<string, DocumentFacts>>;
  /** All hits there are, those known before with the same id. */
  readonly hits?: readonly ScreeningHit[];
}

/** One check of a level. Throwing means that it is down: it is tried again, and the case waits. */
export interface Provider {
  /** As in `level.checks`. */
  readonly name: string;
  /** Providers whose findings this one looks at: it begins when those of the same run have ended well. */
  readonly needs?: readonly string[];
  /** Milliseconds that one attempt may take; 60 s unless said. The signal aborts then. */
  readonly timeoutMs?: number;
  readonly run: (input: ProviderInput, signal: AbortSignal) => Promise<ProviderOutcome>;
}
