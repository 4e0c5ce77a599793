/** The store can't be reached, or went away in the middle: nothing that the caller asked for is wrong, and later it may work. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
