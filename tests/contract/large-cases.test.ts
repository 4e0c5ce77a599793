import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPiece, type PageQuery, type Piece } from '../../src/backend/changes/page.ts';
import type { Store } from '../../src/backend/store/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { companyFields, createCustomer, patchCustomer } from '../support/backend-customers.ts';

const MiB = 1024 * 1024;

/** As many owners as there may be, with names as long as they may be: some 0.6 MB. */
const owners = Array.from({ length: 200 }, (_, n) => ({
  name: `${n} ${'田'.repeat(990)}`,
  ownershipPercent: 0.5,
  isDirector: false,
}));
const most = 640 * 1024;
const large = 14;

let server: TestBackend;
const made: Customer[] = [];
beforeAll(async () => {
  server = await startBackend();
  for (let n = 0; n < large; n += 1) {
    const company = { kind: 'business', levelId: 'kyb-standard', beneficialOwners: owners };
    const fields = { ...companyFields, legalName: `Large ${n}` };
    made.push(await createCustomer(server, { ...company, fields }));
    if (n % 5 === 0) made.push(await createCustomer(server));
  }
});
afterAll(() => server.close());

interface Page {
  readonly items: readonly Customer[];
  readonly nextCursor: string | null;
}

/** All pages of a list, each in the bytes that were sent. */
async function pagesOf(path: string): Promise<readonly (Page & { readonly bytes: number })[]> {
  const pages: (Page & { readonly bytes: number })[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await server.integrator(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    const page = JSON.parse(text) as Page;
    pages.push({ ...page, bytes: Buffer.byteLength(text) });
    cursor = page.nextCursor;
  }
  return pages;
}

test.each([
  '/v1/customers?limit=200&sort=createdAt',
  '/v1/customers?limit=200&sort=-createdAt',
  '/v1/customers?limit=200&sort=name',
  '/v1/customers?limit=200&sort=-risk',
  '/v1/leads/idle?limit=200&days=0',
])(
  '[API-20] %s: a page ends with the case that takes it beyond 4 MB, and its cursor leads on',
  async path => {
    const pages = await pagesOf(path);
    expect(pages.length).toBeGreaterThan(1);
    for (const { bytes } of pages) expect(bytes).toBeLessThan(4 * MiB + most);
    for (const { bytes } of pages.slice(0, -1)) expect(bytes).toBeGreaterThan(4 * MiB);
    const ids = pages.flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  },
);

/** What a reader of everything asks of the feed. */
const everything = (): PageQuery => ({
  tenantId: server.tenant.id,
  deviceId: '',
  entities: ['customer'],
  after: 0,
  upTo: Number.MAX_SAFE_INTEGER,
  limit: 250,
});

const linesOf = ({ lines }: Piece) =>
  Buffer.from(lines)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as { readonly id: string; readonly data: Customer });

async function piecesOf(store: Store): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for (let after = 0; ;) {
    const piece = await readPiece(store, { ...everything(), after });
    if (piece.count === 0) return pieces;
    pieces.push(piece);
    after = piece.last;
  }
}

test('[API-20] the feed is read in pieces that end with the entity that takes them beyond 2 MB, and none is lost', async () => {
  const pieces = await piecesOf(server.backend.context.store);
  expect(pieces.length).toBeGreaterThan(1);
  for (const { lines } of pieces) expect(lines.byteLength).toBeLessThan(2 * MiB + most);
  for (const { lines } of pieces.slice(0, -1)) expect(lines.byteLength).toBeGreaterThan(2 * MiB);
  const read = pieces.flatMap(linesOf);
  expect(read.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  expect(pieces.map(({ count }) => count)).toEqual(pieces.map(piece => linesOf(piece).length));
  expect(read.map(({ data }) => data)).toEqual(made);
  const client = await server.signIn(server.tenant.analyst);
  const { entities } = await client.syncAll(5000);
  for (const { id } of made) expect(entities.has(`customer/${id}`)).toBe(true);
});

test('[FED-1] a large case that changes while its piece is read moves behind with what it is by then', async () => {
  const [first] = made;
  if (!first) throw new Error('nothing was made');
  const { store } = server.backend.context;
  let results = 0;
  // It changes once its size was read, and before its JSON is.
  const between: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      results += 1;
      if (results === 1) await patchCustomer(server, first, { fields: { legalForm: 'ASA' } });
      return result;
    },
  };
  const piece = await readPiece({ ...store, reader: store.reader.withPlugin(between) }, everything());
  expect(linesOf(piece).map(({ id }) => id)).not.toContain(first.id);
  expect(piece.count).toBe(linesOf(piece).length + 1);
  const later = (await piecesOf(store)).flatMap(linesOf).filter(({ id }) => id === first.id);
  expect(later).toMatchObject([{ data: { version: 2, fields: { legalForm: { value: 'ASA' } } } }]);
});
