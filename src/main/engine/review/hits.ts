import { payloadSchemas, type CommandPayload } from '../../../shared/domain/command.ts';
import type { Customer, ScreeningHit } from '../../../shared/domain/customer.ts';
import { isSameHit } from '../../../shared/domain/hits.ts';
import type { CaseHit } from '../../../shared/ipc/case.ts';
import type { Cache, OutboxRow } from '../cache/index.ts';
import { hasEnded, isNotSynced } from './check.ts';

/** A mark that was given here on a hit. */
interface OwnMark extends CommandPayload<'screening.resolve'> {
  readonly row: OutboxRow;
}

/** The marks that were given here on hits of a case, whatever became of them, the first one first. */
function everyMark(cache: Pick<Cache, 'outboxOfCustomer'>, { id }: Customer): readonly OwnMark[] {
  return cache
    .outboxOfCustomer(id)
    .filter(row => row.decided.type === 'screening.resolve')
    .flatMap(row => {
      const mark = payloadSchemas['screening.resolve'].safeParse(row.decided.payload).data;
      return mark ? [{ ...mark, row }] : [];
    });
}

/** Those that nothing else ended. */
const givenMarks = (cache: Pick<Cache, 'outboxOfCustomer'>, customer: Customer): readonly OwnMark[] =>
  everyMark(cache, customer).filter(({ row }) => !hasEnded(row));

const isParked = ({ row }: OwnMark): boolean => row.state === 'parked';

/** Whether a mark is on its way, or applied and not in the copy of the case that is here. */
const isWaiting = ({ row }: OwnMark, customer: Customer): boolean =>
  row.state !== 'parked' && (row.state !== 'applied' || isNotSynced(row, customer));

/** The marks here on one hit that the backend did not take, the first one first. */
export const parkedMarks = (
  cache: Pick<Cache, 'outboxOfCustomer'>,
  customer: Customer,
  hitId: string,
): readonly string[] =>
  givenMarks(cache, customer)
    .filter(mark => isParked(mark) && mark.hitId === hitId)
    .map(({ row }) => row.commandId);

/** The hits of a case with what was made of them here: what is on its way counts at once, what was not taken is told. */
export function caseHits(
  cache: Pick<Cache, 'outboxOfCustomer' | 'decidedOn'>,
  customer: Customer,
): readonly CaseHit[] {
  const marks = givenMarks(cache, customer);
  return customer.screening.hits.map(hit => {
    const own = marks.filter(({ hitId }) => hitId === hit.id);
    const waiting = own.findLast(mark => isWaiting(mark, customer));
    const parked = own.findLast(isParked);
    const changed = waiting !== undefined && hasChanged(cache, customer, { hit, own, waiting });
    return {
      ...hit,
      ...(waiting && !changed ? { resolution: waiting.resolution } : {}),
      ...(waiting
        ? {
            waiting: {
              resolution: waiting.resolution,
              note: waiting.note,
              changed,
              inCase: hit.resolution ?? null,
            },
          }
        : {}),
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

/** Whether a hit is other than a waiting mark was given on: in what it says, or in what somebody else made of it. */
function hasChanged(
  cache: Pick<Cache, 'decidedOn'>,
  customer: Customer,
  {
    hit,
    own,
    waiting,
  }: { readonly hit: ScreeningHit; readonly own: readonly OwnMark[]; readonly waiting: OwnMark },
): boolean {
  const { row, resolution } = waiting;
  // Once applied it is no longer kept what it was given on: it was given on what is there.
  if (row.state === 'applied' || row.decided.baseVersion === customer.version) return false;
  const seen = cache.decidedOn(row.commandId);
  const before = seen?.screening.hits.find(({ id }) => id === hit.id);
  // Where it is not known, the case is shown as it is, to be looked at again.
  if (!seen || !before || !isSameHit(before, hit)) return true;
  const isSince = (version: number | undefined): boolean =>
    version !== undefined && version > seen.version && version <= customer.version;
  const earlier = own.findLast(mark => mark.row.state === 'applied' && isSince(mark.row.appliedVersion));
  const now = hit.resolution ?? null;
  // The mark itself may be in the case before the answer to it is here.
  return now !== ((earlier ?? before).resolution ?? null) && now !== resolution;
}

/** The case as the person who marked its hits sees it. */
export const asMarked = (
  cache: Pick<Cache, 'outboxOfCustomer' | 'decidedOn'>,
  customer: Customer,
): Customer =>
  customer.screening.hits.length === 0 ? customer : withResolutions(customer, caseHits(cache, customer));

/** The case that a finish was decided on, as the window showed it then: with the marks that waited at that time. */
export function asMarkedAt(
  cache: Pick<Cache, 'outboxOfCustomer' | 'decidedOn'>,
  seen: Customer,
  finish: Pick<OutboxRow, 'seq' | 'decidedAt'>,
): Customer {
  const wasThere = ({ row }: OwnMark): boolean =>
    row.seq < finish.seq &&
    (row.state === 'applied' || row.endedAt === undefined || row.endedAt > finish.decidedAt);
  const marks = everyMark(cache, seen).filter(wasThere);
  const shown = seen.screening.hits.map(hit => {
    const own = marks.filter(({ hitId }) => hitId === hit.id);
    const waiting = own.findLast(({ row }) => row.state !== 'applied' || isNotSynced(row, seen));
    return waiting && !hasChanged(cache, seen, { hit, own, waiting })
      ? { ...hit, resolution: waiting.resolution }
      : hit;
  });
  return withResolutions(seen, shown);
}

/** The case with what was made of its hits. */
export function withResolutions(
  customer: Customer,
  marked: readonly Pick<ScreeningHit, 'id' | 'resolution'>[],
): Customer {
  const resolutions = new Map(marked.map(({ id, resolution }) => [id, resolution]));
  const hits = customer.screening.hits.map(hit => ({
    ...hit,
    resolution: resolutions.get(hit.id) ?? hit.resolution,
  }));
  return { ...customer, screening: { ...customer.screening, hits } };
}
