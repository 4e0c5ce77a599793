import { fold } from '../../../shared/domain/index.ts';
import { actionOf, type ActionId } from '../keys/index.ts';

/** The actions whose words begin with what was typed, those that begin as a whole first; all when nothing was typed. */
export function findActions(ids: readonly ActionId[], text: string): readonly ActionId[] {
  const wanted = fold(text).split(' ').filter(Boolean);
  const scored = ids.flatMap(id => {
    const { label, group } = actionOf(id);
    const words = `${fold(label)} ${fold(group)}`.split(' ');
    const fits = wanted.every(part => words.some(word => word.startsWith(part)));
    return fits ? [{ id, whole: fold(label).startsWith(fold(text)) }] : [];
  });
  return scored.sort((a, b) => Number(b.whole) - Number(a.whole)).map(({ id }) => id);
}
