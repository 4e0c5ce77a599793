/** Text that is markup already: made by `html` alone, so that everything else is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Markup | string | number | false | undefined | null | readonly Child[];

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, sign => entities[sign as keyof typeof entities]);

function render(child: Child): string {
  if (child instanceof Markup) return child.text;
  if (child === false || child == null) return '';
  if (typeof child === 'object') return child.map(render).join('');
  return escape(String(child));
}

/** A template whose values are escaped, between tags and in quoted attributes alike; lists are joined. */
export const html = (strings: TemplateStringsArray, ...values: readonly Child[]): Markup =>
  new Markup(strings.map((text, place) => text + render(values[place])).join(''));
