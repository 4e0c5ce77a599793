/** What a kill may interrupt. */
export type Phase = 'deciding' | 'sending' | 'projecting';

/** Where a child can be stopped, by phase. */
export const points = {
  /** Asked for, and not yet acknowledged. */
  deciding: [
    'decision in the transaction',
    'decision committed, head record not written',
    'decision answered, answer not out',
  ],
  /** Sealed, and the answer not yet recorded. */
  sending: ['request not out', 'request in flight', 'answer arrived', 'answer in the transaction'],
  /** In the journal, and not yet in the cache. */
  projecting: ['nothing projected', 'projection in the transaction', 'projection at opening'],
} as const satisfies Record<Phase, readonly string[]>;
export type Point = (typeof points)[Phase][number];

/** Where a child is to stop: the so-manieth time that it gets to a point. */
export interface Stop {
  readonly point: Point;
  readonly time: number;
}

/** What the parent tells a child. */
export interface ChildArguments {
  readonly profileDirectory: string;
  readonly passphrase: string;
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly seed: number;
  readonly round: number;
  /** Decide nothing new; end when everything has arrived. */
  readonly drain: boolean;
  readonly stop: Stop | null;
}

/** What a child says, one JSON a line. */
export type ChildLine =
  /** Loaded; it touches the profile when it is told to go on. */
  | { readonly kind: 'loaded' }
  | {
      readonly kind: 'ready';
      readonly verified: boolean;
      readonly entries: number;
      /** Sealed, without an answer: what a kill struck in the middle of sending. */
      readonly sending: number;
      readonly notices: readonly string[];
      /** Where the cache says something else than the journal does. */
      readonly differs: readonly string[];
    }
  | {
      readonly kind: 'decided';
      readonly commandId: string;
      readonly type: string;
      readonly text?: string;
    }
  | { readonly kind: 'undone'; readonly commandId: string }
  /** It stands there, and does nothing more. */
  | { readonly kind: 'stopped'; readonly point: Point }
  | { readonly kind: 'drained'; readonly parked: readonly string[]; readonly differs: readonly string[] };
