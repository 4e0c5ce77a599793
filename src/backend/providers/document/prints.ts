import type { Context } from '../../context.ts';
import type { Document, DocumentType } from '../../../shared/domain/index.ts';
import { bitsApart, type PictureHashes } from '../reading/index.ts';
import type { Db, Queries } from '../../store/index.ts';

/** What tells a document again, without saying anything about whom it belongs to. */
export interface Print {
  readonly document: Pick<Document, 'id' | 'sha256' | 'type'>;
  /** Absent of what could not be drawn: its bytes tell it all the same. */
  readonly hashes?: PictureHashes;
  /** Issuer and number as the zone has them; absent where that was not read without a doubt. */
  readonly number?: string;
}

/** How a document was met before: the same file, the same document, or a picture that looks the same. */
export type Match = 'bytes' | 'number' | 'looks';

export interface Prints {
  /** Keeps the prints of a customer's documents and says which of them other customers of the tenant sent, by document id. */
  readonly met: (
    tenantId: string,
    customerId: string,
    prints: readonly Print[],
  ) => Promise<ReadonlyMap<string, Match>>;
}

/** Only what belongs to one person: a couple sends one bill, and one person directs several companies. */
export const personalTypes: readonly DocumentType[] = [
  'passport',
  'national_id',
  'driving_licence',
  'residence_permit',
  'selfie',
];

/** Bits that may differ in two files of one picture; docs/READING.md has the measurement. */
const mostApart = { phash: 4, dhash: 2 } as const;

/** Whether two pictures are files of one. */
export const isSameLook = (one: PictureHashes, other: PictureHashes): boolean =>
  bitsApart(one.phash, other.phash) <= mostApart.phash &&
  bitsApart(one.dhash, other.dhash) <= mostApart.dhash;

const bandsOf = (phash: string): readonly [string, string, string, string] => [
  phash.slice(0, 4),
  phash.slice(4, 8),
  phash.slice(8, 12),
  phash.slice(12, 16),
];

/**
 * A quarter of a hash and all that differ from it in one bit. Of two hashes that differ in up to seven bits one quarter
 * differs in at most one: so they are found by index, instead of comparing with every document there is.
 */
function nearBands(band: string): readonly string[] {
  const value = Number.parseInt(band, 16);
  const flipped = Array.from({ length: 16 }, (_, bit) => value ^ (1 << bit));
  return [value, ...flipped].map(one => one.toString(16).padStart(4, '0'));
}

interface Whose {
  readonly tenantId: string;
  readonly customerId: string;
}

const sameBytes = (db: Queries, { tenantId, customerId }: Whose, { document }: Print) =>
  db
    .selectFrom('document')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('sha256', '=', document.sha256)
    .where('customerId', '!=', customerId)
    .limit(1)
    .executeTakeFirst();

const sameNumber = (db: Queries, { tenantId, customerId }: Whose, tag: string) =>
  db
    .selectFrom('documentPrint')
    .select('documentId')
    .where('tenantId', '=', tenantId)
    .where('numberTag', '=', tag)
    .where('customerId', '!=', customerId)
    .limit(1)
    .executeTakeFirst();

async function looksSame(
  db: Queries,
  { tenantId, customerId }: Whose,
  print: Print,
  tag: string | null,
): Promise<boolean> {
  const { hashes } = print;
  if (!hashes) return false;
  const [band0, band1, band2, band3] = bandsOf(hashes.phash).map(nearBands);
  const near = await db
    .selectFrom('documentPrint')
    .select(['phash', 'dhash', 'numberTag'])
    .where('tenantId', '=', tenantId)
    .where('customerId', '!=', customerId)
    .where('type', '=', print.document.type)
    .where(where =>
      where.or([
        where('band0', 'in', band0 ?? []),
        where('band1', 'in', band1 ?? []),
        where('band2', 'in', band2 ?? []),
        where('band3', 'in', band3 ?? []),
      ]),
    )
    .execute();
  return near.some(
    other =>
      // IDs of one issuer all look alike: two with numbers of their own are two documents.
      (tag === null || other.numberTag === null) && isSameLook(other, hashes),
  );
}

async function keep(
  db: Db,
  { tenantId, customerId }: Whose,
  print: Print,
  numberTag: string | null,
): Promise<void> {
  const { document, hashes } = print;
  if (!hashes) return;
  // A case that was purged meanwhile leaves nothing behind.
  const there = await db
    .selectFrom('document')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', '=', document.id)
    .executeTakeFirst();
  if (!there) return;
  const { phash, dhash } = hashes;
  const [band0, band1, band2, band3] = bandsOf(phash);
  const row = { type: document.type, numberTag, phash, dhash, band0, band1, band2, band3 };
  await db
    .insertInto('documentPrint')
    .values({ tenantId, documentId: document.id, customerId, ...row })
    .onConflict(conflict => conflict.columns(['tenantId', 'documentId']).doUpdateSet(row))
    .execute();
}

/** The prints of a tenant's documents in the store. */
export const printsOf = ({ store, work, keys }: Pick<Context, 'store' | 'work' | 'keys'>): Prints => ({
  met: async (tenantId, customerId, prints) => {
    const whose = { tenantId, customerId };
    const tagOf = ({ number }: Print): string | null =>
      number === undefined ? null : keys.derive('document-number', tenantId, number).toString('hex');
    const own = prints.filter(({ document }) => personalTypes.includes(document.type));
    // Kept before anything is looked up: of two cases that are checked at the same time, at least one meets the other.
    await work(tenantId, async ({ db }) => {
      for (const print of own) await keep(db, whose, print, tagOf(print));
    });
    const met = new Map<string, Match>();
    for (const print of own) {
      const tag = tagOf(print);
      const { reader } = store;
      if (await sameBytes(reader, whose, print)) met.set(print.document.id, 'bytes');
      else if (tag !== null && (await sameNumber(reader, whose, tag))) met.set(print.document.id, 'number');
      else if (await looksSame(reader, whose, print, tag)) met.set(print.document.id, 'looks');
    }
    return met;
  },
});

/** Forgets the prints of a customer's documents, with the customer. */
export async function forgetPrints(db: Db, tenantId: string, customerId: string): Promise<void> {
  await db
    .deleteFrom('documentPrint')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .execute();
}
