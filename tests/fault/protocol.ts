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
}

/** What a child says, one JSON a line. */
export type ChildLine =
  | {
      readonly kind: 'ready';
      readonly verified: boolean;
      readonly entries: number;
      /** Sealed, without an answer: what a kill struck in the middle of sending. */
      readonly sending: number;
      readonly queued: number;
      readonly notices: readonly string[];
    }
  | {
      readonly kind: 'decided';
      readonly commandId: string;
      readonly type: string;
      readonly text?: string;
    }
  | { readonly kind: 'undone'; readonly commandId: string }
  | { readonly kind: 'drained'; readonly parked: readonly string[] };
