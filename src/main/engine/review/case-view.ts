import { currentDocuments, type Customer, type Document } from '../../../shared/domain/customer.ts';
import type { Note } from '../../../shared/api/changes.ts';
import { payloadSchemas } from '../../../shared/domain/command.ts';
import { documentTypes } from '../../../shared/domain/documents.ts';
import type { Item } from '../../../shared/domain/items.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import { reviewItems } from '../../../shared/domain/review.ts';
import type { CaseCheck, CaseDocument, CaseItem, CaseView } from '../../../shared/ipc/case.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Cache, OutboxRow } from '../cache/index.ts';
import type { Documents } from '../documents/types.ts';
import { linkRows } from '../links/index.ts';
import { caseItems } from './case-items.ts';
import { findCase, nameOf, type Desk } from './desk.ts';
import { caseHits, withResolutions } from './hits.ts';
import { resolveFault } from './rules.ts';
import { standings, untouched, type Standing } from './standing.ts';

/** Tags offered when a check is finished. */
const offeredTags = 50;

/** Everything that the review room shows of one case. */
export function readCaseView(
  desk: Pick<Desk, 'cache' | 'user' | 'shown'>,
  documents: Pick<Documents, 'localState'>,
  customerId: string,
): Result<CaseView, IpcProblem> {
  const found = findCase(desk, customerId);
  if (!found.ok) return found;
  const { cache } = desk;
  const { customer, level, check } = found.value;
  const hits = caseHits(cache, customer);
  const marked = withResolutions(customer, hits);
  desk.shown.note(marked);
  return ok({
    customer: marked,
    ...(level ? { level } : {}),
    levelName: level?.name ?? customer.levelId,
    ...asOf(cache),
    check,
    items: level ? [...itemsOf(cache, customer, level, check)] : [],
    documents: documentViews(cache, documents, customer),
    hits: [...hits],
    mayResolve: resolveFault(desk, found.value) === undefined,
    notes: noteViews(desk, customer),
    links: [...linkRows(cache, cache.linksOf(customerId))],
    people: people(cache, customer),
    tagsInUse: [...cache.tags(offeredTags)],
  });
}

function asOf(cache: Cache): { asOf?: string } {
  const { lastSyncedAt } = cache.syncMark();
  return lastSyncedAt === undefined ? {} : { asOf: lastSyncedAt };
}

/** With the draft of the check; of a decided one, with what was decided. */
function itemsOf(cache: Cache, customer: Customer, level: Level, check: CaseCheck): readonly CaseItem[] {
  const items = reviewItems(customer, level);
  const standing =
    check.state === 'decided'
      ? decidedStandings(cache, check.commandId)
      : standings(customer, items, cache.draft(customer.id));
  return caseItems(customer, items, item => standing.get(item) ?? { verdict: untouched(item) });
}

function decidedStandings(cache: Cache, commandId: string): ReadonlyMap<Item, Standing> {
  const payload = cache.outboxRow(commandId)?.decided.payload;
  const verdicts = payloadSchemas['review.finish'].safeParse(payload).data?.verdicts ?? [];
  return new Map(verdicts.map(verdict => [verdict.item, { verdict }]));
}

const sideWords = { front: 'front', back: 'back' } as const;

/** A document's type with its side or page. */
export function documentLabel({ type, side, page }: Pick<Document, 'type' | 'side' | 'page'>): string {
  const part = side ? sideWords[side] : page ? `page ${page}` : undefined;
  return part === undefined ? documentTypes[type] : `${documentTypes[type]}, ${part}`;
}

function documentViews(
  cache: Cache,
  documents: Pick<Documents, 'localState'>,
  customer: Customer,
): CaseDocument[] {
  const current = new Set(currentDocuments(customer.documents).map(({ id }) => id));
  const viewed = cache.viewed(customer);
  return customer.documents.map(document => {
    const seen = viewed.get(document.id);
    return {
      ...document,
      label: documentLabel(document),
      current: current.has(document.id),
      local: documents.localState(document),
      pagesViewed: seen?.sha256 === document.sha256 ? [...seen.pages] : [],
    };
  });
}

/** What a decision adds to the notes of its case once it is applied; of a mark that was not taken, nothing. */
function writtenBy({ decided, state }: OutboxRow): Pick<Note, 'text' | 'mentions'> | undefined {
  const { type, payload } = decided;
  if (type === 'note.add') return payloadSchemas[type].safeParse(payload).data;
  if (type !== 'screening.resolve' || state === 'parked') return undefined;
  const mark = payloadSchemas[type].safeParse(payload).data;
  return mark && { text: mark.note, mentions: [] };
}

/** Notes of the case, then those written here that the backend does not show yet. */
function noteViews({ cache, user }: Pick<Desk, 'cache' | 'user'>, customer: Customer): CaseView['notes'] {
  const known = cache.notes(customer.id);
  const waiting = cache
    .outboxOfCustomer(customer.id)
    .filter(isUnderWay)
    .flatMap(row => {
      const written = writtenBy(row);
      const arrived = (text: string): boolean =>
        known.some(note => note.id === row.commandId || (note.by === user.id && note.text === text));
      if (!written || (row.state === 'applied' && arrived(written.text))) return [];
      const { text, mentions } = written;
      return [{ id: row.commandId, customerId: customer.id, text, mentions, by: user.id, at: row.decidedAt }];
    });
  const name = nameOf(cache);
  return [
    ...known.map(note => ({ ...note, author: name(note.by), waiting: false })),
    ...waiting.map(note => ({ ...note, author: name(note.by), waiting: true })),
  ];
}

const isUnderWay = ({ state }: OutboxRow): boolean =>
  state === 'undoable' ||
  state === 'queued' ||
  state === 'sending' ||
  state === 'parked' ||
  state === 'applied';

function people(cache: Cache, customer: Customer): Record<string, string> {
  const ids = new Set(
    [
      customer.assignee,
      customer.check?.by,
      customer.lastReview?.by,
      customer.awaitingSecondApproval?.by,
      ...customer.documents.map(document => document.uploadedBy),
      ...cache.notes(customer.id).flatMap(note => [note.by, ...note.mentions]),
    ].filter(id => typeof id === 'string'),
  );
  return Object.fromEntries(
    [...ids].flatMap(id => {
      const user = cache.user(id);
      return user ? [[id, user.name]] : [];
    }),
  );
}
