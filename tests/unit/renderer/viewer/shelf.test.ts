import { describe, expect, it } from 'vitest';
import type { DocumentSource } from '../../../../src/renderer/src/viewer/open/index.ts';
import { createShelf } from '../../../../src/renderer/src/viewer/shelf.ts';

function documents() {
  const closed: string[] = [];
  const source = (id: string, bytes = 1): DocumentSource => ({
    kind: id.startsWith('pdf') ? 'pdf' : 'image',
    pages: () => [],
    onPages: () => () => undefined,
    bytes,
    draw: () => Promise.resolve(),
    text: () => Promise.resolve([]),
    close: () => closed.push(id),
  });
  return { closed, source };
}

describe('opened documents', () => {
  it('are closed, the least recently used first, when there are too many', () => {
    const { closed, source } = documents();
    const shelf = createShelf(100, 2);
    for (const id of ['a', 'b', 'c']) shelf.put(id, source(id));
    expect(closed).toEqual(['a']);
    expect(shelf.get('a')).toBeUndefined();
  });

  it('stay open while they are on the screen, and are closed once nobody looks any more', () => {
    const { closed, source } = documents();
    const shelf = createShelf(100, 1);
    const first = shelf.hold('a');
    const second = shelf.hold('a');
    shelf.put('a', source('a'));
    shelf.put('b', source('b'));
    expect(closed).toEqual([]);
    expect(shelf.get('a')).toBeDefined();
    first();
    first();
    expect(closed).toEqual([]);
    second();
    expect(closed).toEqual(['a']);
    expect(shelf.get('a')).toBeUndefined();
  });

  it('are all closed at once when the workstation locks, looked at or not', () => {
    const { closed, source } = documents();
    const shelf = createShelf(100, 1);
    const release = shelf.hold('a');
    shelf.put('a', source('a'));
    shelf.put('b', source('b'));
    shelf.drop(() => true);
    expect(closed.toSorted()).toEqual(['a', 'b']);
    release();
    expect(closed).toHaveLength(2);
  });

  it('of one kind can go while the others stay: a lost PDF worker takes no picture with it', () => {
    const { closed, source } = documents();
    const shelf = createShelf(100, 5);
    for (const id of ['pdf1', 'photo', 'pdf2']) shelf.put(id, source(id));
    shelf.drop((_, { kind }) => kind === 'pdf');
    expect(closed).toEqual(['pdf1', 'pdf2']);
    expect(shelf.get('photo')).toBeDefined();
  });
});
