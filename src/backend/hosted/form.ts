import { mostOwners } from '../../shared/domain/index.ts';

/** Answers as they came in, and what is wrong with them; both by the name of the input. */
export interface Form {
  readonly values: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

export interface Fault {
  /** The input that the message belongs to; absent where nobody is asked for it any more. */
  readonly name: string | undefined;
  /** What stands before the message where it is listed. */
  readonly label: string;
  readonly message: string;
}

export const noForm: Form = { values: new Map(), faults: [] };

/** Of each owner six, and what stands beside them. */
const mostAnswers = 6 * mostOwners + 50;

/** Reads application/x-www-form-urlencoded; undefined for broken UTF-8 or more than any form of ours holds. */
export function parseForm(body: Uint8Array): ReadonlyMap<string, string> | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (values.size >= mostAnswers) return undefined;
    if (!values.has(name)) values.set(name, value.toWellFormed());
  }
  return values;
}

/** The id of an input on the page: names have dots, which an address's fragment may have too. */
export const idOf = (name: string): string => `f-${name}`;
