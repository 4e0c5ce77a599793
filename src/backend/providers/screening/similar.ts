import { editDistance } from '../distance.ts';
import { skeleton, sound } from './words.ts';

/** How alike two words are, 0 to 1; below 0.6 nothing but an initial counts, and that as 0.6. */
export function alike(one: string, other: string): number {
  if (one === other) return 1;
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 0.6 : 0;
  if (sound(one) === sound(other)) return 0.96;
  const shorter = Math.min(one.length, other.length);
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  const distance = most === 0 ? 1 : editDistance(one, other, most);
  if (distance <= most) return 1 - (0.75 * distance) / shorter;
  const bones = skeleton(one);
  return bones.length >= 3 && bones === skeleton(other) ? 0.86 : 0;
}
