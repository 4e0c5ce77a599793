/** What an applicant's browser gets, without the browser. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where a redirect leads, as a path below the link: `/data`; empty for the link itself. */
  readonly leadsTo: string | undefined;
}

export interface Applicant {
  /** What the page's script says once somebody has the page before them. */
  readonly see: () => Promise<PageAnswer>;
  readonly look: (step?: string, headers?: Record<string, string>) => Promise<PageAnswer>;
  readonly fill: (
    step: string,
    values: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<PageAnswer>;
  readonly upload: (
    meta: object,
    bytes: Uint8Array<ArrayBuffer>,
    filename?: string,
    query?: string,
  ) => Promise<PageAnswer>;
}

/** Somebody who opens a link; redirects are shown, not followed. */
export function applicantAt(url: string): Applicant {
  const ask = async (path: string, init: RequestInit = {}): Promise<PageAnswer> => {
    const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
    const location = answer.headers.get('location');
    const leadsTo = location?.replace(new URL(url).pathname, '');
    return { status: answer.status, headers: answer.headers, text: await answer.text(), leadsTo };
  };
  return {
    see: () => ask('/seen', { method: 'POST' }),
    look: (step, headers = {}) => ask(step === undefined ? '' : `/${step}`, { headers }),
    fill: (step, values, headers = {}) =>
      ask(`/${step}`, { method: 'POST', body: new URLSearchParams(values), headers }),
    upload: (meta, bytes, filename = 'photo.png', query = 'card=x') => {
      const form = new FormData();
      form.set('meta', JSON.stringify(meta));
      form.set('file', new Blob([bytes]), filename);
      return ask(`/documents?${query}`, { method: 'POST', body: form });
    },
  };
}

/** Hidden inputs of a page, as a browser sends them back. */
export const hiddenOn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

const plain = (text: string): string =>
  text.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );

/** Everything that a browser sends of the answers on a page when nobody touches it: what is no option is not sent. */
export function answersOn(text: string): Record<string, string> {
  const answers: Record<string, string> = {};
  const attribute = (tag: string, name: string): string | undefined =>
    new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const form = /<form[^>]*data-check>(.*?)<\/form>/s.exec(text)?.[1] ?? '';
  for (const [all, tag = '', options = ''] of form.matchAll(
    /(<input[^>]*>)|<select[^>]*>(.*?)<\/select>/gs,
  )) {
    const isChoice = /type="(checkbox|radio)"/.test(tag);
    if (isChoice && !/\schecked/.test(tag)) continue;
    const chosen = /<option value="([^"]*)"\s+selected/.exec(options)?.[1];
    answers[attribute(all, 'name') ?? ''] = plain((tag === '' ? chosen : attribute(tag, 'value')) ?? '');
  }
  return answers;
}
