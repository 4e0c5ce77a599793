import { migrations } from './sqlite/migrations/index.ts';

/** The schema of this version. */
export const newest = migrations.at(-1)?.version ?? 0;

/** What a store is opened for. */
export interface StoreUse {
  /**
   * Whether this process is to serve the store: nothing in it is changed, then, while another process serves the same file.
   * Only then is an older one brought up to date.
   */
  readonly toServe?: boolean;
  /** Whether one is made where there is none, as it is unless told otherwise. */
  readonly mayBegin?: boolean;
}

/** What the operator is told who looks for a store where there is none. */
export const noStore = (where: string): string =>
  `There is no store ${where}; name it with --db, or begin one: tenant add NAME.`;

/**
 * Throws a sentence for the operator where a store of this schema (0: an empty one) is not to be opened: by a newer version
 * it was made, or it has to be brought up to date, which only a backend does that serves it. A command must not change the
 * tables under a server of the version that made them.
 */
export function assertFits(
  version: number,
  { toServe = false, mayBegin = true }: StoreUse,
  where: string,
): void {
  if (version === 0 && !mayBegin) throw new Error(noStore(where));
  if (version > newest)
    throw new Error(`The database has schema ${version}; this version of Sealdesk knows up to ${newest}.`);
  if (version > 0 && version < newest && !toServe)
    throw new Error(
      `The database has schema ${version}, of an earlier version of Sealdesk. End the backends of that version, start one of this version, which brings it to schema ${newest}, and try again.`,
    );
}
