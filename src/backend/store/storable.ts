/** A text that no store takes: PostgreSQL can't hold U+0000, and what one store can't, the other doesn't either. */
export class UnstorableText extends Error {
  override readonly name = 'UnstorableText';
}

/** Throws where a parameter of a statement is such a text. */
export function assertStorable(parameters: readonly unknown[]): void {
  for (const parameter of parameters) {
    if (typeof parameter === 'string' && parameter.includes('\0'))
      throw new UnstorableText('a text holds U+0000');
  }
}
