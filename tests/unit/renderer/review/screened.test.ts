import { expect, test } from 'vitest';
import { screenedOf, screeningTitle } from '../../../../src/renderer/src/review/panels/screened.ts';
import type { ScreeningHit } from '../../../../src/shared/domain/index.ts';

const hits = (...resolutions: readonly ScreeningHit['resolution'][]) =>
  resolutions.map(resolution => ({ resolution }));
const open = (count: number) => hits(...Array.from({ length: count }, () => null));
const finding = (code: string) => ({ code, message: `The ${code}.` });
const screening = (state: 'pending' | 'clear' | 'rfi' | 'alert' | 'error', ...codes: readonly string[]) => ({
  providers: [{ name: 'screening', state, findings: codes.map(finding) }],
});

test('there is no match only where the screening ended and said so', () => {
  expect(screenedOf(screening('clear')).isClear).toBe(true);
  for (const state of ['pending', 'rfi', 'alert', 'error'] as const)
    expect(screenedOf(screening(state)).isClear).toBe(false);
  expect(screenedOf({ providers: [] }).isClear).toBe(false);
});

test('what the screening says beside its hits is told, the hits once', () => {
  const { remarks } = screenedOf(screening('alert', 'compliance.watchlistMatch', 'screening.notCompared'));
  expect(remarks).toEqual(['The screening.notCompared.']);
  expect(screenedOf(screening('clear', 'screening.putAside')).remarks).toHaveLength(1);
});

test('[WIN-11] a screening that was given up, or waits, was made at no time, whatever it says', () => {
  const at = '2026-01-15T09:00:00.000Z';
  const made = (state: 'pending' | 'clear' | 'rfi' | 'alert' | 'error') =>
    screenedOf({ providers: [{ name: 'screening', state, finishedAt: at, findings: [] }] }).finishedAt;
  expect([made('error'), made('pending')]).toEqual([undefined, undefined]);
  expect([made('clear'), made('rfi'), made('alert')]).toEqual([at, at, at]);
});

test('[WIN-11] what a screening came to is called clear where it is, also with people put aside, and never where something is open', () => {
  const at = '2026-01-15T09:00:00.000Z';
  const title = (state: 'pending' | 'clear' | 'rfi' | 'alert' | 'error', count: number) =>
    screeningTitle(
      open(count),
      screenedOf({
        providers: [{ name: 'screening', state, finishedAt: at, findings: [finding('screening.putAside')] }],
      }),
    );
  expect(title('clear', 0)).toBe('No match on any watchlist');
  expect(title('rfi', 0)).toBe('No match, with something left open');
  expect([title('pending', 0), title('error', 0)]).toEqual(['Not screened', 'Not screened']);
  expect([title('alert', 1), title('alert', 2)]).toEqual(['1 possible match', '2 possible matches']);
});

test('[WIN-11] hits of a screening that is not made may have been found just now: they are those so far', () => {
  const notMade = (state: 'pending' | 'error', count: number) =>
    screeningTitle(open(count), screenedOf(screening(state)));
  expect([notMade('error', 1), notMade('pending', 3)]).toEqual([
    '1 possible match so far',
    '3 possible matches so far',
  ]);
});

test('[WIN-11] a hit that is not this person is no possible match', () => {
  const at = '2026-01-15T09:00:00.000Z';
  const title = (
    state: 'pending' | 'clear' | 'rfi' | 'alert',
    ...resolutions: readonly ScreeningHit['resolution'][]
  ) =>
    screeningTitle(
      hits(...resolutions),
      screenedOf({ providers: [{ name: 'screening', state, finishedAt: at, findings: [] }] }),
    );
  expect(title('clear', 'falsePositive')).toBe('No match left open');
  expect(title('rfi', 'falsePositive')).toBe('No match, with something left open');
  expect(title('alert', 'falsePositive', 'falsePositive')).toBe('No match left open');
  expect(title('alert', 'falsePositive', 'inconclusive', 'match', null)).toBe('3 possible matches');
  expect(title('pending', 'falsePositive', undefined)).toBe('1 possible match so far');
  const said = (...codes: readonly string[]) => {
    const [check] = screening('alert', 'compliance.watchlistMatch', ...codes).providers;
    if (!check) throw new Error('no check');
    return screeningTitle(hits('falsePositive'), screenedOf({ providers: [{ ...check, finishedAt: at }] }));
  };
  expect(said('screening.putAside')).toBe('No match left open');
  expect(said('screening.notCompared')).toBe('No match, with something left open');
});
