import type { ScreeningHit } from '../../../shared/domain/index.ts';
import { uuidAt } from '../ids.ts';
import type { Random } from '../random.ts';

// The type of a hit comes from the shared contract; the lists and everybody on them are invented.
const lists = [
  'Utopia Consolidated Sanctions (specimen)',
  'Freedonia PEP Register (specimen)',
  'Example Watchlist 2026 (specimen)',
] as const;

function similar(name: string, random: Random): string {
  const letters = [...name];
  const place = random.int(1, Math.max(1, letters.length - 2));
  return random.chance(0.5) ? [...letters.slice(0, place), ...letters.slice(place + 1)].join('') : name;
}

/** Hits of about one case in fifteen; `name` is in Latin letters. */
export function hitsOf(name: string, random: Random, at: number): readonly ScreeningHit[] {
  if (!random.chance(0.065)) return [];
  return Array.from({ length: random.chance(0.25) ? 2 : 1 }, () => {
    const listed = similar(name, random);
    const exact = listed === name;
    return {
      id: uuidAt(random, at),
      listName: random.pick(lists),
      name: listed,
      score: exact ? random.int(92, 99) : random.int(78, 91),
      matched: exact ? ['name', 'dateOfBirth'] : ['name'],
    };
  });
}
