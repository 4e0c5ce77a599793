import { describe, expect, it } from 'vitest';
import { createDesk } from '../../../../src/renderer/src/review/desk-store.ts';

function deskWith(a: string, b: string) {
  const desk = createDesk();
  desk.viewers.a.getState().show(a);
  desk.viewers.b.getState().show(b);
  const shown = () => [desk.viewers.a.getState().documentId, desk.viewers.b.getState().documentId];
  return { ...desk, shown, act: desk.store.getState() };
}

describe('two viewers side by side', () => {
  it('turn to the viewer that has the document instead of showing it twice', () => {
    const { act, store, shown } = deskWith('passport', 'bill');
    act.show('bill');
    expect(store.getState().active).toBe('b');
    act.show('selfie');
    expect(shown()).toEqual(['passport', 'selfie']);
  });

  it('turn to the next document that is not beside it, and to the other viewer when there is none', () => {
    const { act, store, shown } = deskWith('passport', 'selfie');
    const documents = ['passport', 'selfie', 'bill'];
    act.turn(documents, 1);
    expect(shown()).toEqual(['bill', 'selfie']);
    act.turn(documents, 1);
    expect(shown()).toEqual(['passport', 'selfie']);
    act.turn(['passport', 'selfie'], 1);
    expect(shown()).toEqual(['passport', 'selfie']);
    expect(store.getState().active).toBe('b');
  });

  it('bring both places of a contradiction into view, each where its document is', () => {
    const { act, shown, viewers } = deskWith('passport', 'bill');
    act.look([
      { documentId: 'bill', page: 2 },
      { documentId: 'selfie', page: 1 },
    ]);
    expect(shown()).toEqual(['selfie', 'bill']);
    expect(viewers.b.getState().goal?.page).toBe(2);
  });

  it('become one with the document that was looked at', () => {
    const { act, store, shown } = deskWith('passport', 'bill');
    act.activate('b');
    act.toggleSplit();
    expect(store.getState()).toMatchObject({ split: false, active: 'a' });
    expect(shown()).toEqual(['bill', 'passport']);
  });

  it('zoom together when linked, and apart when not', () => {
    const { act, viewers } = deskWith('passport', 'bill');
    viewers.a.getState().zoomBy(2);
    expect(viewers.b.getState().zoom).toEqual({ mode: 'width' });
    act.toggleLinked();
    viewers.a.getState().fit('page');
    expect(viewers.b.getState().zoom).toEqual({ mode: 'page' });
    viewers.b.getState().zoomBy(1.5);
    expect(viewers.a.getState().zoom).toMatchObject({ mode: 'free', scale: 1.5 });
  });
});
