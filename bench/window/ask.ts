import type { Page } from 'playwright-core';
import type { CallInput, CallName, CallOutput } from '../../src/shared/ipc/index.ts';

/** Calls the workstation behind the window, to learn what a benchmark has to know; never as part of what is measured. */
export async function ask<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const answer = await page.evaluate(
    ({ name, input }) => {
      const { sealdesk } = globalThis as unknown as {
        readonly sealdesk: Readonly<Record<string, (input: unknown) => unknown>>;
      };
      return sealdesk[name]?.(input);
    },
    { name, input },
  );
  const { ok, value } = answer as { readonly ok: boolean; readonly value: CallOutput<N> };
  if (!ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return value;
}

/** How long one call takes there and back that the shell answers itself and does nothing for; ms. */
export const timeTransport = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { sealdesk } = globalThis as unknown as {
      readonly sealdesk: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
    };
    const begin = performance.now();
    await sealdesk['app.activity']?.({});
    return performance.now() - begin;
  });
