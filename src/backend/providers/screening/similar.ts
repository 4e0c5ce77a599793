import { editDistance } from '../distance.ts';
import { skeleton, sound } from './words.ts';

/** A word with what it sounds like, worked out once. */
export interface Heard {
  readonly word: string;
  readonly sound: string;
  readonly bones: string;
}

export const heard = (word: string): Heard => ({ word, sound: sound(word), bones: skeleton(word) });

/** How alike two words are, 0 to 1; below 0.6 nothing but an initial counts, and that as 0.6. */
export function alike(one: Heard, other: Heard): number {
  const [a, b] = [one.word, other.word];
  if (a === b) return 1;
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 0.6 : 0;
  if (one.sound === other.sound) return 0.96;
  const shorter = Math.min(a.length, b.length);
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  const distance = most === 0 ? 1 : editDistance(a, b, most);
  if (distance <= most) return 1 - (0.75 * distance) / shorter;
  // Of whole names written as one word the consonants alone are too little: Akos Nagy would be Xin Yi Ong.
  const beginsAlike = one.sound[0] === other.sound[0];
  return beginsAlike && one.bones.length >= 3 && one.bones === other.bones ? 0.86 : 0;
}
