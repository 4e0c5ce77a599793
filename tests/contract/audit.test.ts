import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import canonicalize from 'canonicalize';
import {
  auditEntrySchema,
  consistencyProofSchema,
  inclusionProofSchema,
  type AuditEntry,
} from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { consistencyHolds, inclusionHolds, openCheckpoint, treeHead } from '../support/audit-proofs.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { seededRandom } from '../support/random.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let auditor: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  auditor = await server.signIn(server.tenant.auditor);
});
afterAll(() => server.close());

const pageSchema = z.object({ items: z.array(auditEntrySchema), nextCursor: z.string().nullish() });

/** Lets the log of the tenant grow by entries of no meaning. */
const grow = (count: number): Promise<void> =>
  server.backend.context.work(server.tenant.id, async step => {
    for (let n = 0; n < count; n++) step.audit({ actor: 'system', action: 'test.grown', data: { n } });
  });

async function get<T>(path: string, schema: z.ZodType<T>, caller = auditor): Promise<T> {
  const answer = await caller.request(`/v1/audit/${path}`);
  expect(answer.status, path).toBe(200);
  return schema.parse(await answer.json());
}

async function entries(limit = 1000): Promise<readonly AuditEntry[]> {
  const all: AuditEntry[] = [];
  for (let cursor: string | null | undefined = '0'; cursor != null;) {
    const page: z.output<typeof pageSchema> = await get(
      `entries?limit=${limit}&cursor=${cursor}`,
      pageSchema,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

const checkpointOf = async (caller: WorkstationClient): Promise<string> =>
  (await caller.request('/v1/audit/checkpoint')).text();

const bytes = (hashes: readonly string[]): readonly Buffer[] =>
  hashes.map(hash => Buffer.from(hash, 'base64'));

const leafOf = ({ leafHash: _given, customerId, ...entry }: AuditEntry): Buffer =>
  createHash('sha256')
    .update(Uint8Array.of(0))
    .update(canonicalize({ ...entry, ...(customerId == null ? {} : { customerId }) }) ?? '')
    .digest();

/** Whether the log's own proofs hold for a leaf and for a smaller size, against tree heads of our own making. */
async function proofsHold(
  leaves: readonly Buffer[],
  index: number,
  first: number,
  size: number,
): Promise<boolean> {
  const root = treeHead(leaves.slice(0, size));
  const leaf = leaves[index];
  const inclusion = await get(`inclusion?index=${index}&size=${size}`, inclusionProofSchema);
  const consistency = await get(`consistency?first=${first}&second=${size}`, consistencyProofSchema);
  return (
    leaf !== undefined &&
    inclusion.leafHash === leaf.toString('hex') &&
    inclusionHolds(leaf, index, size, bytes(inclusion.hashes), root) &&
    consistencyHolds(first, size, bytes(consistency.hashes), treeHead(leaves.slice(0, first)), root)
  );
}

describe('[AUD-1] the audit log', () => {
  test('is a tree whose leaves are its entries, under a head that the tenant signs', async () => {
    await grow(3);
    const log = await entries(2);
    expect(log.map(({ index }) => index)).toEqual(log.map((_entry, index) => index));
    expect(log.map(entry => leafOf(entry).toString('hex'))).toEqual(log.map(({ leafHash }) => leafHash));
    const answer = await auditor.request('/v1/audit/checkpoint');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    const head = openCheckpoint(await answer.text(), auditor.session.device.certificate.issuer);
    expect(head).toEqual({
      origin: `sealdesk/audit/v1/${server.tenant.id}`,
      size: log.length,
      root: treeHead(log.map(leafOf)),
    });
  });

  test("is each tenant's own: another tenant's has another origin, key and head", async () => {
    const other = await server.addTenant('Another');
    const stranger = await server.signIn(other.auditor);
    const note = await checkpointOf(stranger);
    expect(openCheckpoint(note, auditor.session.device.certificate.issuer)).toBeUndefined();
    expect(openCheckpoint(note, stranger.session.device.certificate.issuer)?.origin).toContain(other.id);
    expect(
      openCheckpoint(note.replace(other.id, server.tenant.id), stranger.session.device.certificate.issuer),
    ).toBeUndefined();
  });
});

describe('[AUD-2] proofs', () => {
  test('hold for every entry and every smaller log, up to 130 entries', async () => {
    const there = (await entries()).length;
    if (there < 130) await grow(130 - there);
    const leaves = (await entries()).map(leafOf);
    // All pairs are tests/unit/backend/audit/ranges.test.ts's; here the log itself answers for each size.
    for (let size = 1; size <= 130; size++) {
      const [index, first] = [(size * 41 + 57) % size, ((size * 11 + 29) % size) + 1];
      expect(await proofsHold(leaves, index, first, size), `${index} ${first} ${size}`).toBe(true);
    }
  });

  test('hold in a log of thousands of entries, wherever one looks', async () => {
    const seed = Date.now() % 2 ** 32;
    const random = seededRandom(seed);
    for (const count of [1, 255, 256, 900, 700]) await grow(count);
    const leaves = (await entries()).map(leafOf);
    for (let round = 0; round < 40; round++) {
      const size = 1 + random.integer(leaves.length);
      const [index, first] = [random.integer(size), 1 + random.integer(size)];
      expect(await proofsHold(leaves, index, first, size), `seed ${seed}: ${index} ${first} ${size}`).toBe(
        true,
      );
    }
    const { reader } = server.backend.context.store;
    const nodes = await reader
      .selectFrom('auditNode')
      .select('index')
      .where('tenantId', '=', server.tenant.id)
      .execute();
    expect(nodes.length).toBe(Math.floor(leaves.length / 256));
  });

  test('are the same where no node of the tree is stored yet, and those are made up for', async () => {
    const { writer } = server.backend.context.store;
    const nodes = () =>
      writer
        .selectFrom('auditNode')
        .selectAll()
        .where('tenantId', '=', server.tenant.id)
        .orderBy('index')
        .execute();
    const before = await nodes();
    const note = await checkpointOf(auditor);
    await writer.deleteFrom('auditNode').where('tenantId', '=', server.tenant.id).execute();
    expect(await checkpointOf(auditor)).toBe(note);
    await grow(256);
    expect((await nodes()).slice(0, before.length)).toEqual(before);
  });

  test.each([
    ['inclusion?index=0&size=0', 'query.size'],
    ['inclusion?index=5&size=5', 'query.index'],
    ['inclusion?index=0&size=999999', 'query.size'],
    ['inclusion?index=-1&size=5', 'query.index'],
    ['consistency?first=0&second=5', 'query.first'],
    ['consistency?first=6&second=5', 'query.first'],
    ['consistency?first=1&second=999999', 'query.second'],
    ['entries?cursor=x', 'query.cursor'],
  ])('are refused for %s', async (path, where) => {
    const answer = await auditor.request(`/v1/audit/${path}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'invalid_payload', errors: [{ path: where }] });
  });
});

describe('[AUD-3] tampering', () => {
  test('of any entry breaks its leaf, and of any leaf breaks the head and the proofs from an earlier head', async () => {
    const { writer } = server.backend.context.store;
    const issuer = auditor.session.device.certificate.issuer;
    const head = openCheckpoint(await checkpointOf(auditor), issuer);
    if (!head) throw new Error('the checkpoint does not open');
    const leaves = (await entries()).map(leafOf);
    for (const index of [0, 1, 200, 256, 511, 1000, leaves.length - 1]) {
      const row = writer
        .updateTable('audit')
        .where('tenantId', '=', server.tenant.id)
        .where('index', '=', index);
      const { leafHash, actor } = await writer
        .selectFrom('audit')
        .select(['leafHash', 'actor'])
        .where('tenantId', '=', server.tenant.id)
        .where('index', '=', index)
        .executeTakeFirstOrThrow();
      await row.set({ actor: 'user:somebody-else' }).execute();
      const [entry] = (await get(`entries?limit=1&cursor=${index}`, pageSchema)).items;
      if (!entry) throw new Error('the entry is gone');
      expect(leafOf(entry).toString('hex')).not.toBe(entry.leafHash);
      // Whoever makes the leaf fit its entry again no longer fits the head that was signed before.
      await row.set({ leafHash: leafOf(entry).toString('hex') }).execute();
      const proof = await get(`inclusion?index=${index}&size=${head.size}`, inclusionProofSchema);
      expect(inclusionHolds(leafOf(entry), index, head.size, bytes(proof.hashes), head.root)).toBe(false);
      await row.set({ leafHash, actor }).execute();
      const whole = await get(`inclusion?index=${index}&size=${head.size}`, inclusionProofSchema);
      const leaf = leaves[index] ?? Buffer.alloc(0);
      expect(inclusionHolds(leaf, index, head.size, bytes(whole.hashes), head.root)).toBe(true);
    }
  });
});

describe('[AUD-4] the log is read', () => {
  const paths = ['entries', 'checkpoint', 'inclusion?index=0&size=1', 'consistency?first=1&second=1'];

  test('by auditors, supervisors, admins and keys with the scope, and by nobody else', async () => {
    const { tenant } = server;
    const scoped = await server.addApiKey(tenant, ['audit:read']);
    const other = await server.addApiKey(tenant, ['customers:read']);
    const [analyst, supervisor, admin] = await Promise.all(
      [tenant.analyst, tenant.supervisor, tenant.admin].map(user => server.signIn(user)),
    );
    for (const path of paths) {
      const statuses = await Promise.all([
        auditor.request(`/v1/audit/${path}`),
        supervisor?.request(`/v1/audit/${path}`),
        admin?.request(`/v1/audit/${path}`),
        server.integrator(`/v1/audit/${path}`, {}, scoped),
        analyst?.request(`/v1/audit/${path}`),
        server.integrator(`/v1/audit/${path}`, {}, other),
        fetch(`${server.url}/v1/audit/${path}`),
      ]);
      expect(statuses.map(answer => answer?.status)).toEqual([200, 200, 200, 200, 403, 403, 401]);
    }
  });
});
