import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditHandlers } from '../../src/backend/audit/index.ts';
import { addTenant, createBackend, type Backend } from '../../src/backend/index.ts';
import type { Benchmark } from '../harness.ts';

const entries = 1_000_000;

/** As many as are written in one transaction while the log is filled. */
const together = 5_000;

async function fill({ context }: Backend): Promise<string> {
  const tenantId = await addTenant(context, 'Proofs');
  for (let from = 0; from < entries; from += together) {
    await context.work(tenantId, async step => {
      for (let n = from; n < from + together; n += 1)
        step.audit({ actor: 'system', action: 'bench.entry', data: { n } });
    });
  }
  return tenantId;
}

/** Milliseconds of this process's processor that something takes: others on the machine count for nothing. */
async function processorMs(run: () => Promise<unknown>): Promise<number> {
  const begin = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** A proof at any place of a long log, as the API makes it: of inclusion and of consistency in turn. */
export const auditProofs = (): Benchmark => ({
  name: 'audit.proofs',
  what: `processor time of a proof from a log of ${entries} entries: inclusion and consistency in turn, at any index and size`,
  unit: 'ms',
  baseline: 'a select of the 256 leaves that one stored node stands for',
  runs: 200,
  prepare: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealdesk-proofs-'));
    const backend = await createBackend({
      db: `sqlite:${join(folder, 'backend.db')}`,
      keys: join(folder, 'keys'),
      logLevel: 'silent',
    });
    const tenantId = await fill(backend);
    const { store } = backend.context;
    const proofs = auditHandlers(backend.context);
    const size = async () =>
      (
        await store.reader
          .selectFrom('tenant')
          .select('auditSize')
          .where('id', '=', tenantId)
          .executeTakeFirstOrThrow()
      ).auditSize;
    const whole = await size();
    const any = (below: number): number => Math.floor(Math.random() * below);
    const about = { caller: { tenantId } } as unknown as Parameters<(typeof proofs)['audit.inclusion']>[0] &
      Parameters<(typeof proofs)['audit.consistency']>[0];
    let turn = 0;
    return {
      value: () => {
        turn += 1;
        const second = 1 + any(whole);
        return processorMs(async () => {
          const proof =
            turn % 2 === 0
              ? await proofs['audit.inclusion']({ ...about, query: { index: any(second), size: second } })
              : await proofs['audit.consistency']({ ...about, query: { first: 1 + any(second), second } });
          if (!proof.ok) throw new Error(proof.problem.detail);
        });
      },
      baseline: () => {
        const first = any(whole - 256);
        return processorMs(() =>
          store.reader
            .selectFrom('audit')
            .select('leafHash')
            .where('tenantId', '=', tenantId)
            .where('index', '>=', first)
            .where('index', '<', first + 256)
            .orderBy('index')
            .execute(),
        );
      },
      close: async () => {
        await backend.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});
