import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { documentProvider } from '../../../../../src/backend/providers/document/index.ts';
import { extractionProvider } from '../../../../../src/backend/providers/extraction/index.ts';
import type { Provider } from '../../../../../src/backend/providers/provider.ts';
import type { Reader, Reading } from '../../../../../src/backend/providers/reading/index.ts';
import { createPool } from '../../../../../src/backend/providers/reading/pool.ts';
import { shippedLevels } from '../../../../../src/shared/domain/index.ts';
import { collectGarbage } from '../../../../support/collect.ts';
import { customerWith, documentWith } from '../../../../support/customer.ts';

const program = pathToFileURL(join(import.meta.dirname, '../../../../support/reading-program.ts'));
const never = new AbortController().signal;
const areGone = (refs: readonly WeakRef<Reading>[]): boolean =>
  refs.length > 0 && refs.every(ref => ref.deref() === undefined);

describe('[PRV-28] what was read of a document', () => {
  it('is held by nobody for as long as the process is there that read it', async () => {
    const pool = createPool({ size: 1, limitMs: 300_000, program });
    onTestFinished(() => pool.close());
    const read = async (): Promise<WeakRef<Reading>> =>
      new WeakRef(
        await pool.read({ bytes: async () => Buffer.from('pid'), mime: 'application/pdf', depth: 'text' }, never), // prettier-ignore
      );
    const refs = [await read(), await read(), await read()];
    // The newest may be held until the next one comes.
    await read();
    await collectGarbage();
    expect(areGone(refs)).toBe(true);
  });

  const providers: readonly (readonly [string, (reader: Reader) => Provider])[] = [
    ['extraction', extractionProvider],
    ['document', reader => documentProvider(reader, { met: async () => new Map() })],
  ];
  it.each(providers)(
    'is let go by %s one by one: a case may have a hundred documents',
    async (_name, provider) => {
      const documents = Array.from({ length: 4 }, (_, at) => documentWith({ id: `d${at}`, customerId: 'c', sha256: `${at}`, type: 'utility_bill' })); // prettier-ignore
      const refs: WeakRef<Reading>[] = [];
      let wereGone = false;
      const reader: Reader = {
        read: async ({ sha256 }) => {
          if (sha256 === '3') {
            await collectGarbage();
            wereGone = areGone(refs);
          }
          const lies = { size: { width: 1, height: 1 }, skew: 0, turn: 0 } as const;
          const lines = [{ text: 'A letter to somebody', region: [0, 0, 1, 1] as const, words: [] }];
          const pages = [{ page: 1, source: 'text' as const, confidence: 1, lies, lines }];
          const reading = { kind: 'read', pageCount: 1, pages } as unknown as Reading;
          refs.push(new WeakRef(reading));
          return reading;
        },
        close: async () => undefined,
      };
      const [level] = shippedLevels;
      if (!level) throw new Error('there is one');
      const customer = customerWith({ id: 'c', documents });
      const input = { tenantId: 't', customer, level, at: 0, readDocument: async () => new Uint8Array() };
      expect(await provider(reader).run(input, never)).toMatchObject({ state: 'clear' });
      expect(wereGone).toBe(true);
    },
  );
});
