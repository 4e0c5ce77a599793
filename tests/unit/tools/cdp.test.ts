import { PassThrough } from 'node:stream';
import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CdpClosed, CdpConnection } from '../../../tools/chromium-shell/browser/cdp.ts';

function connect() {
  const out = new PassThrough();
  const input = new PassThrough();
  const sent: { readonly id: number; readonly sessionId?: string }[] = [];
  out.setEncoding('utf8').on('data', (text: string) => {
    for (const part of text.split('\0')) if (part !== '') sent.push(JSON.parse(part));
  });
  return { connection: new CdpConnection(out, input), input, sent };
}

describe("the stand-in's DevTools connection", () => {
  it('reads its messages however the pipe cuts them, also inside a letter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
        async (titles, cuts) => {
          const { connection, input } = connect();
          const heard: string[] = [];
          connection.session('s').on('Page.navigatedWithinDocument', ({ url }) => heard.push(url));
          const event = (url: string) =>
            `${JSON.stringify({ method: 'Page.navigatedWithinDocument', params: { url }, sessionId: 's' })}\0`;
          const bytes = Buffer.from(titles.map(event).join(''));
          for (let at = 0, n = 0; at < bytes.length; n += 1) {
            const size = cuts[n % cuts.length] ?? 1;
            input.write(bytes.subarray(at, at + size));
            at += size;
          }
          await tick();
          expect(heard).toEqual(titles);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives each answer to its own question, in whatever order they come', async () => {
    const { connection, input, sent } = connect();
    const session = connection.session('s');
    const questions = ['one', 'two'].map(expression => session.send('Runtime.evaluate', { expression }));
    await tick();
    const [first, second] = sent;
    input.write(`${JSON.stringify({ id: second?.id, error: { message: 'no' } })}\0`);
    input.write(`${JSON.stringify({ id: first?.id, result: { result: { value: 1 } } })}\0`);
    expect(await Promise.allSettled(questions)).toMatchObject([
      { status: 'fulfilled', value: { result: { value: 1 } } },
      { status: 'rejected', reason: { message: 'no' } },
    ]);
  });

  it('refuses what waits and what comes when the browser has ended', async () => {
    const { connection, input } = connect();
    const waiting = connection.session().send('Browser.getVersion');
    input.destroy();
    await expect(waiting).rejects.toBeInstanceOf(CdpClosed);
    await expect(connection.session().send('Browser.getVersion')).rejects.toBeInstanceOf(CdpClosed);
  });
});
