import { pass, problemAnswer, type Fate } from '../support/network.ts';
import type { seededRandom } from '../support/random.ts';

export type Chance = ReturnType<typeof seededRandom>;

export const pick = <T>(chance: Chance, choices: readonly T[]): T => {
  const chosen = choices[chance.integer(choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
};

const html: Fate = { kind: 'answer', status: 502, body: '<html>Bad gateway</html>', headers: {} };

/** Replaces the results from a random one on by what a busy or gapped backend would say. */
const busyFrom = (index: number): Fate => ({
  kind: 'rewrite',
  text: text => {
    const parsed: { results?: { id: string }[] } = JSON.parse(text);
    if (!parsed.results) return text;
    const results = parsed.results.map((result, at) =>
      at < index ? result : { id: result.id, result: 'retry', status: 503, retryAfterMs: 50 },
    );
    return JSON.stringify({ results });
  },
});

/** Spoils one result so that it can't be read. */
const spoilt = (index: number): Fate => ({
  kind: 'rewrite',
  text: text => {
    const parsed: { results?: Record<string, unknown>[] } = JSON.parse(text);
    if (!parsed.results) return text;
    const results = parsed.results.map((result, at) => (at === index ? { ...result, result: 42 } : result));
    return JSON.stringify({ results });
  },
});

/** The ways in which one request with commands can go. */
export function commandFate(chance: Chance): Fate {
  switch (chance.integer(16)) {
    case 0:
    case 1:
      return { kind: 'answerLost' };
    case 2:
      return { kind: 'lateAgain' };
    case 3:
      return { kind: 'twice' };
    case 4:
      return { kind: 'unreachable' };
    case 5:
      return { kind: 'cut', after: chance.integer(200) };
    case 6:
      return problemAnswer(503, 'not_ready', { 'retry-after': String(chance.integer(4)) });
    case 7:
      return problemAnswer(429, 'rate_limited', { 'retry-after': String(1 + chance.integer(30)) });
    case 8:
      return problemAnswer(409, 'in_flight');
    case 9:
      return problemAnswer(500, 'internal');
    case 10:
      return html;
    case 11:
      return problemAnswer(401, 'unauthenticated');
    case 12:
      return busyFrom(chance.integer(4));
    case 13:
      return spoilt(chance.integer(4));
    case 14:
      return { kind: 'rewrite', text: text => text.slice(0, chance.integer(text.length)) };
    default:
      return pass;
  }
}

/** How many of the cache's next transactions meet a full disk. */
export const cacheFault = (chance: Chance): number => pick(chance, [0, 0, 0, 0, 0, 0, 0, 0, 1, 3]);

/** The ways in which a refresh of the session can go. A late repetition would rightly end the session. */
export const refreshFate = (chance: Chance): Fate =>
  pick<Fate>(chance, [pass, pass, { kind: 'answerLost' }, { kind: 'twice' }, { kind: 'unreachable' }, html]);
