import { describe, expect, it } from 'vitest';
import { actionIds, actionOf, type ActionId } from '../../../../src/renderer/src/keys/actions.ts';
import { isSingleCharacter, keyCaps, matches } from '../../../../src/renderer/src/keys/shortcut.ts';

const press = (key: string, change: object = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  altGraph: false,
  ...change,
});

describe('a shortcut', () => {
  it('is met by its key, in either case', () => {
    expect(matches('j', press('j'))).toBe(true);
    expect(matches('j', press('J'))).toBe(true);
    expect(matches('j', press('k'))).toBe(false);
  });

  it('with a letter is not met with a modifier held', () => {
    expect(matches('k', press('k', { ctrlKey: true }))).toBe(false);
    expect(matches('k', press('K', { shiftKey: true }))).toBe(false);
    expect(matches('k', press('k', { altKey: true }))).toBe(false);
    expect(matches('mod+k', press('k', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+k', press('k'))).toBe(false);
  });

  it('with a symbol is met however the layout types it', () => {
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matches('+', press('+', { shiftKey: true }))).toBe(true);
    expect(matches('[', press('[', { ctrlKey: true, altKey: true, altGraph: true }))).toBe(true);
  });

  it('with a letter is met on a layout of another script, by the place of the key', () => {
    expect(matches('j', press('о', { code: 'KeyJ' }))).toBe(true);
    expect(matches('a', press('ش', { code: 'KeyA' }))).toBe(true);
    expect(matches('j', press('ö', { code: 'Semicolon' }))).toBe(false);
  });

  it('is drawn as the caps on the keyboard', () => {
    expect(keyCaps('mod+k')).toEqual(['Ctrl', 'K']);
    expect(keyCaps('enter')).toEqual(['↵']);
    expect(keyCaps('+')).toEqual(['+']);
  });
});

describe('the table of actions', () => {
  const screens = {
    Queue: ['General', 'Queue'],
    Review: ['General', 'Review', 'Documents'],
    Links: ['General', 'Links'],
    Outbox: ['General', 'Outbox'],
  } as const satisfies Record<string, readonly string[]>;

  it.each(Object.entries(screens))('has no key twice on one screen: %s', (_screen, groups) => {
    const taken = new Map<string, ActionId>();
    const clashes = actionIds
      .filter(id => (groups as readonly string[]).includes(actionOf(id).group))
      .flatMap(id =>
        actionOf(id).keys.flatMap(key => {
          const other = taken.get(key);
          taken.set(key, id);
          return other === undefined ? [] : [`${key}: ${other} and ${id}`];
        }),
      );
    expect(clashes).toEqual([]);
  });

  it.each([
    ['review.itemDown', 'j'],
    ['review.itemUp', 'k'],
    ['review.approve', 'a'],
    ['review.pending', 'p'],
    ['review.rejectItem', 'r'],
    ['review.comment', 'c'],
    ['review.note', 'n'],
    ['document.previous', '['],
    ['document.next', ']'],
    ['document.rotate', 'o'],
    ['document.split', 's'],
    ['review.finish', 'f'],
    ['review.reject', 'x'],
    ['review.resubmission', 'm'],
    ['undo.last', 'u'],
    ['review.next', '.'],
    ['search.focus', '/'],
    ['keys.show', '?'],
    ['palette.open', 'mod+k'],
  ] as const)('keeps the promised key of %s: %s', (id, key) => {
    expect(actionOf(id).keys).toContain(key);
  });

  it('[WIN-4] leaves a way to every action when single letters are off: the palette', () => {
    expect(actionOf('palette.open').keys.some(key => !isSingleCharacter(key))).toBe(true);
  });
});
