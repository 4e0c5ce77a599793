import { payloadSchemas, type CommandPayload } from '../../../shared/domain/command.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import { isSameHit } from '../../../shared/domain/hits.ts';
import type { CaseHit } from '../../../shared/ipc/case.ts';
import type { Cache, OutboxRow } from '../cache/index.ts';
import { hasEnded, isNotSynced } from './check.ts';

/** A mark that was given here on a hit. */
interface OwnMark extends CommandPayload<'screening.resolve'> {
  readonly row: OutboxRow;
}

/** The marks that were given here on hits of a case and that it does not show yet, the first one first. */
function ownMarks(cache: Pick<Cache, 'outboxOfCustomer'>, customer: Customer): readonly OwnMark[] {
  return cache
    .outboxOfCustomer(customer.id)
    .filter(row => row.decided.type === 'screening.resolve' && !hasEnded(row))
    .filter(row => row.state !== 'applied' || isNotSynced(row, customer))
    .flatMap(row => {
      const mark = payloadSchemas['screening.resolve'].safeParse(row.decided.payload).data;
      return mark ? [{ ...mark, row }] : [];
    });
}

const isParked = ({ row }: OwnMark): boolean => row.state === 'parked';

/** The marks here on one hit that the backend did not take, the first one first. */
export const parkedMarks = (
  cache: Pick<Cache, 'outboxOfCustomer'>,
  customer: Customer,
  hitId: string,
): readonly string[] =>
  ownMarks(cache, customer)
    .filter(mark => isParked(mark) && mark.hitId === hitId)
    .map(({ row }) => row.commandId);

/** The hits of a case with what was made of them here: what is on its way counts at once, what was not taken is told. */
export function caseHits(
  cache: Pick<Cache, 'outboxOfCustomer' | 'decidedOn'>,
  customer: Customer,
): readonly CaseHit[] {
  const marks = ownMarks(cache, customer);
  return customer.screening.hits.map(hit => {
    const own = marks.filter(({ hitId }) => hitId === hit.id);
    const waiting = own.findLast(mark => !isParked(mark));
    const parked = own.findLast(isParked);
    const seen =
      waiting && cache.decidedOn(waiting.row.commandId)?.screening.hits.find(({ id }) => id === hit.id);
    // Once applied it is no longer kept what it was given on: it was given on what is there.
    const changed = seen !== undefined && !isSameHit(seen, hit);
    return {
      ...hit,
      ...(waiting && !changed ? { resolution: waiting.resolution } : {}),
      ...(waiting ? { waiting: { resolution: waiting.resolution, note: waiting.note, changed } } : {}),
      ...(parked
        ? {
            parked: {
              commandId: parked.row.commandId,
              resolution: parked.resolution,
              note: parked.note,
              ...(parked.row.parked ? { why: parked.row.parked } : {}),
            },
          }
        : {}),
    };
  });
}

/** The case as the person who marked its hits sees it. */
export function asMarked(cache: Pick<Cache, 'outboxOfCustomer' | 'decidedOn'>, customer: Customer): Customer {
  if (customer.screening.hits.length === 0) return customer;
  const resolutions = new Map(caseHits(cache, customer).map(({ id, resolution }) => [id, resolution]));
  const hits = customer.screening.hits.map(hit => ({
    ...hit,
    resolution: resolutions.get(hit.id) ?? hit.resolution,
  }));
  return { ...customer, screening: { ...customer.screening, hits } };
}
