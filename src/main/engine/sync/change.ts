import { acceptorOf } from '../../../shared/acceptor.ts';
import {
  changeSchema,
  customerChangeSchema,
  feedEndSchema,
  unknownChangeSchema,
  type Change,
  type FeedEnd,
} from '../../../shared/api/changes.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** What one line of the feed is: a change to apply, one about an entity that this version does not keep, or the end. */
export type FeedLine =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'end'; readonly end: FeedEnd };

/** Nearly every line of a first copy is one of these. */
const isCustomerChange = acceptorOf(customerChangeSchema);

const kept: ReadonlySet<string> = new Set([
  'customer',
  'level',
  'user',
  'policy',
  'note',
  'link',
  'plan',
  'wipe',
]);

/** Reads a line of the feed; a problem names where in the line the fault is, without its content. */
export function readFeedLine(line: string): Result<FeedLine, { readonly detail: string }> {
  const json = parse(line);
  if (typeof json !== 'object' || json === null) return fail({ detail: 'not_json' });
  if (isCustomerChange(json)) return ok({ kind: 'change', change: json });
  if ('cursor' in json) {
    const end = feedEndSchema.safeParse(json);
    return end.success ? ok({ kind: 'end', end: end.data }) : fail({ detail: 'end' });
  }
  if ('entity' in json && typeof json.entity === 'string' && kept.has(json.entity)) {
    const change = changeSchema.safeParse(json);
    if (change.success) return ok({ kind: 'change', change: change.data });
  }
  const head = unknownChangeSchema.safeParse(json);
  if (!head.success) return fail({ detail: 'not_a_change' });
  const { entity, op, seq } = head.data;
  return kept.has(entity) ? fail({ detail: `${entity} ${op} at seq ${seq}` }) : ok({ kind: 'unknown' });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
