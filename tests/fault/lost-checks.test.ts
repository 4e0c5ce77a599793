import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../src/backend/store/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';
import { basicFields, uploadForm } from '../support/backend-customers.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { eventually } from '../support/eventually.ts';

/** A PDF that takes minutes to be drawn: a check of it is under way for as long as a document may take. */
function endless(): Buffer<ArrayBuffer> {
  const strokes = deflateSync(Buffer.from('0 0 m 200 200 l S\n'.repeat(2_000_000)));
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>',
  ];
  const head = bodies.map((body, at) => `${at + 1} 0 obj\n${body}\nendobj\n`).join('');
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n${head}4 0 obj\n<< /Filter /FlateDecode /Length ${strokes.length} >>\nstream\n`),
    strokes,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF'),
  ]);
}

test('[PRV-46] a case in whose checks the backend was killed twice is left to people by the third, which says so; other jobs run', async () => {
  const folder = temporaryDirectory('sealdesk-lost');
  const path = join(folder, 'backend.db');
  const processes: BackendProcess[] = [];
  onTestFinished(async () => void (await Promise.all(processes.map(one => one.end('SIGKILL')))));
  let backend: BackendProcess | undefined;
  let key = '';
  const start = async (): Promise<void> => {
    backend = await spawnBackend(['--db', `sqlite:${path}`, '--port', '0', '--sample', '0']);
    processes.push(backend);
    key ||= backend.ready.apiKey ?? '';
  };
  const call = async (address: string, body?: object | FormData): Promise<unknown> => {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${backend?.ready.url}${address}`, {
      headers: { authorization: `Bearer ${key}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body ? { method: 'POST', body: isForm ? body : JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const customerOf = async (id: string) => (await call(`/v1/customers/${id}`)) as Customer;
  const created = async (levelId: string, who: string): Promise<string> => {
    const fields = { ...basicFields, email: `${who}@customer.example`, phone: `+49309018${20 + who.length}` };
    return ((await call('/v1/customers', { kind: 'individual', levelId, fields })) as Customer).id;
  };
  const jobsOf = async (id: string) => {
    const store = await openSqlite(path);
    try {
      return await store.reader.selectFrom('job').select(['leasedBy', 'lost']).where('kind', '=', 'checks').where('key', '=', id).execute(); // prettier-ignore
    } finally {
      await store.close();
    }
  };
  /** As if the time had passed for which a process holds what it took without a sign of life. */
  const passLeases = async (): Promise<void> => {
    const store = await openSqlite(path);
    await store.writer.updateTable('job').set({ leasedUntil: 1 }).where('leasedBy', 'is not', null).execute();
    await store.close();
  };

  await start();
  await call('/v1/levels', {
    id: 'one-paper',
    kind: 'individual',
    name: 'One paper',
    fields: [{ key: 'firstName', required: true }],
    documents: [{ type: 'other', label: 'A paper', required: true, sides: [] }],
    checks: ['document', 'data'],
    autoApproveBelow: 100,
    fourEyes: false,
  });
  const id = await created('one-paper', 'deadly');
  await call(`/v1/customers/${id}/documents`, uploadForm({ type: 'other', bytes: endless() }));
  await call(`/v1/customers/${id}/submit`, {});
  let before: string | null | undefined;
  for (const lost of [0, 1]) {
    // The lease of the one that was killed stands until the next takes the job over.
    const [taken] = await eventually(async () => {
      const jobs = await jobsOf(id);
      return jobs[0]?.leasedBy != null && jobs[0].leasedBy !== before && jobs;
    });
    before = taken?.leasedBy;
    await backend?.end('SIGKILL');
    expect(await jobsOf(id)).toEqual([{ leasedBy: before, lost }]);
    await passLeases();
    await start();
  }
  const left = await eventually(async () => {
    const one = await customerOf(id);
    return one.providers.every(({ state }) => state !== 'pending') && one;
  });
  expect(left.status).toBe('UNDER_REVIEW');
  expect(
    left.providers.map(({ name, state, findings }) => [name, state, findings.map(({ code }) => code)]),
  ).toEqual([
    ['document', 'error', ['provider.ended']],
    ['data', 'error', ['provider.ended']],
  ]);
  const last = await created('kyc-basic', 'last');
  await call(`/v1/customers/${last}/submit`, {});
  await eventually(async () => (await customerOf(last)).status === 'ACTIVE');
  await backend?.end();
  expect(await jobsOf(id)).toEqual([]);
});
