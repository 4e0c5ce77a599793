/** What a field says that was left empty when the form was sent: a button that does nothing says nothing. */
export const missingWords = (tried: boolean, value: string, words: string): string | undefined =>
  tried && value.trim() === '' ? words : undefined;
