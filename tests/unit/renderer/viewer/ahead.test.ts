import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAhead } from '../../../../src/renderer/src/viewer/ahead.ts';
import { createDocumentLibrary } from '../../../../src/renderer/src/viewer/index.ts';
import type { DocumentSource } from '../../../../src/renderer/src/viewer/open/index.ts';
import { problem, type CallInput } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { appState, windowBridge } from '../../../support/window-bridge.ts';

const view = { filter: {}, sort: 'sla' } as const;

interface Closable extends DocumentSource {
  readonly closed: () => boolean;
}

function sourceOf(bytes: number): Closable {
  let closed = false;
  return {
    kind: 'image',
    pages: () => [{ width: 10, height: 10 }],
    onPages: () => () => undefined,
    bytes,
    draw: async () => undefined,
    text: async () => [],
    close: () => {
      closed = true;
    },
    closed: () => closed,
  };
}

describe('documents decoded ahead', () => {
  /** The case after `after` has the documents named by its letters, each costing what it says. */
  function world(cases: Readonly<Record<string, Readonly<Record<string, number>>>>) {
    const sources = new Map<string, Closable>();
    const bridge = windowBridge({
      'document.ahead': ({ after, have }: CallInput<'document.ahead'>) => {
        const documentIds = Object.keys(cases[after] ?? {});
        const read = documentIds.filter(id => !have.includes(id));
        const documents = read.map(documentId => ({ documentId, bytes: new Uint8Array([1]) }));
        return ok({ documentIds, documents });
      },
    });
    const costs = Object.assign({}, ...Object.values(cases)) as Readonly<Record<string, number>>;
    const ahead = createAhead({
      bridge: bridge.bridge,
      budget: 100,
      cost: () => 1,
      open: async documentId => {
        const source = sourceOf(costs[documentId] ?? 0);
        sources.set(documentId, source);
        return source;
      },
      opened: () => undefined,
      forgotten: () => undefined,
    });
    return { ahead, sources, closed: (id: string) => sources.get(id)?.closed(), ...bridge };
  }

  it('are given up when another case comes next, but not those of the same one', async () => {
    const { ahead, sources, closed } = world({ a: { b1: 10, b2: 10 }, b: { c1: 10 } });
    await ahead.prepare(view, 'a');
    await ahead.prepare(view, 'a');
    expect([...sources.keys()]).toEqual(['b1', 'b2']);
    expect(ahead.take('b1')).toBe(sources.get('b1'));
    await ahead.prepare(view, 'b');
    expect([closed('b1'), closed('b2'), closed('c1')]).toEqual([false, true, false]);
    expect(ahead.take('b2')).toBeUndefined();
  });

  it('stay within their budget of memory', async () => {
    const { ahead, closed } = world({ a: { b1: 60, b2: 60 } });
    await ahead.prepare(view, 'a');
    expect([closed('b1'), closed('b2')]).toEqual([false, true]);
  });

  it('are closed also when a lock comes while they are decoded', async () => {
    const { ahead, closed } = world({ a: { b1: 10 } });
    const preparing = ahead.prepare(view, 'a');
    ahead.drop(() => true);
    await preparing;
    expect(closed('b1') ?? true).toBe(true);
    expect(ahead.take('b1')).toBeUndefined();
  });
});

describe('the library', () => {
  beforeEach(() => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 20, height: 10, close: () => undefined }));
    return () => vi.unstubAllGlobals();
  });

  /** The signature and the header of a PNG of 20 by 10; decoding is the browser's. */
  const bytes = new Uint8Array([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 20, 0, 0, 0,
    10,
  ]);
  const engine = (noted: () => boolean = () => true) =>
    windowBridge({
      'document.ahead': () => ok({ documentIds: ['d1'], documents: [{ documentId: 'd1', bytes }] }),
      'document.opened': () => (noted() ? ok({}) : fail(problem('disk_full'))),
      'document.read': () => ok({ bytes, mime: 'image/png', sha256: 'a'.repeat(64), filename: 'f' }),
    });
  const names = ({ asked }: ReturnType<typeof windowBridge>) => asked.map(({ name }) => name);

  it('[DOC-4] shows a picture decoded ahead without reading it again, and has it noted just then', async () => {
    const bridge = engine();
    const library = createDocumentLibrary(bridge.bridge);
    await library.prepareNext(view, 'c1');
    expect(names(bridge)).toEqual(['document.ahead']);
    // Not at hand for whoever only looks what is there: it has not been noted.
    expect(library.peek('d1')).toBeUndefined();
    const opened = await library.open('d1');
    expect(opened).toMatchObject({ ok: true, value: { kind: 'image' } });
    expect(names(bridge)).toEqual(['document.ahead', 'document.opened']);
    expect(library.peek('d1')).toEqual(opened);
    await library.open('d1');
    expect(names(bridge)).toHaveLength(2);
  });

  it('[DOC-4] does not show what can not be noted', async () => {
    const bridge = engine(() => false);
    const library = createDocumentLibrary(bridge.bridge);
    await library.prepareNext(view, 'c1');
    expect(await library.open('d1')).toEqual(
      fail({ kind: 'bridge', problem: expect.objectContaining({ kind: 'disk_full' }) }),
    );
    expect(names(bridge)).not.toContain('document.read');
  });

  it('[WIN-2] forgets what was decoded ahead when the workstation locks', async () => {
    const bridge = engine();
    const library = createDocumentLibrary(bridge.bridge);
    await library.prepareNext(view, 'c1');
    bridge.emit('app.changed', appState({ phase: 'locked' }));
    await library.open('d1');
    expect(names(bridge)).toEqual(['document.ahead', 'document.read']);
  });
});
