import { escaped, prose } from './html.ts';
import type { Member } from './schema.ts';

/** Where a shape is shown: what callers write by keys has a section of its own. */
export const placeOf = (shape: string): string =>
  shape === 'FieldValues' ? 'fields' : shape === 'SentCommand' ? 'shape-Command' : `shape-${shape}`;

/** The address of a shape; a page that shows a part only leads to the whole one. */
export type ToShape = (shape: string) => string;

function typeShown({ type, shape }: Member, toShape: ToShape): string {
  if (shape === undefined) return escaped(type);
  return `<a href="${escaped(toShape(shape))}">${escaped(type)}</a>`;
}

/**
 * Members as a list of descriptions: in columns where there is room, else name and type above what is said of them. Of
 * what is sent it matters what must be there, of what is answered what may not be.
 */
export function memberList(
  rows: readonly Member[],
  toShape: ToShape,
  way: 'sent' | 'answered' = 'answered',
): string {
  if (rows.length === 0) return '';
  const entries = rows.map(row => {
    const presence = !row.required ? 'optional' : way === 'sent' ? 'required' : '';
    return (
      `<div><dt><code>${escaped(row.path).replaceAll('.', '<wbr>.')}</code></dt>` +
      `<dd class="type"><code>${typeShown(row, toShape)}</code></dd><dd class="${presence}">${presence}</dd>` +
      `${row.note === '' ? '' : `<dd class="note">${prose(row.note)}</dd>`}</div>`
    );
  });
  return `<dl class="members">${entries.join('')}</dl>`;
}
