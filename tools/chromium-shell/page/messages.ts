import type { WireValue } from './codec.ts';

/** Bytes of a message: in its text when few, by the name of a single-use address on our own origin when many. */
export type WireBytes = { readonly base64: string } | { readonly blob: string };

export interface Wire {
  readonly value: WireValue;
  readonly bytes: readonly WireBytes[];
}

/** What the page tells the program, over a CDP binding. */
export type FromPage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: Wire }
  | { readonly type: 'send'; readonly channel: string; readonly args: Wire }
  | { readonly type: 'focus'; readonly focused: boolean }
  | { readonly type: 'activity' };

/** What the program tells the page, by calling its receiver. */
export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly value: Wire }
  | { readonly type: 'failure'; readonly id: number; readonly message: string }
  | { readonly type: 'event'; readonly channel: string; readonly args: Wire };

/** Above this, bytes travel as a request of their own: base64 over CDP costs 6 times as much (measured at 5 MB). */
export const INLINE_BYTES = 16 * 1024;

/** Path on our own origin under which bytes are handed over; the app's files never live there. */
export const BLOB_PATH = '/.stand-in/blob/';
