import { problemStatuses, type Endpoint } from '../../shared/api/index.ts';
import { members, type Member } from './schema.ts';

/** An operation of OpenAPI, as far as the page shows it. */
interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
}

export interface Entry {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly operation: unknown;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => escapes[sign] ?? sign);

const groupOf = (name: string): string => name.split('.', 1)[0] ?? name;

const callers = {
  anyone: 'Anybody',
  workstation: 'Workstations',
  integrator: 'Integrators',
  both: 'Workstations and integrators',
} as const satisfies Record<Endpoint['caller'], string>;

function table(caption: string, rows: readonly Member[]): string {
  if (rows.length === 0) return '';
  const body = rows.map(
    ({ path, type, required, note }) =>
      `<tr><th scope="row"><code>${escaped(path)}</code></th><td><code>${escaped(type)}</code></td>` +
      `<td>${required ? 'required' : 'optional'}</td><td>${escaped(note)}</td></tr>`,
  );
  return (
    `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption>` +
    `<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Presence</th><th scope="col">Notes</th></tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  );
}

const firstSchema = (content: Readonly<Record<string, { readonly schema?: unknown }>> | undefined) =>
  Object.entries(content ?? {})[0];

function responses(endpoint: Endpoint, operation: Operation): string {
  const good = Object.keys(endpoint.responses).map(status => {
    const [type, body] = firstSchema(operation.responses?.[status]?.content) ?? [];
    const title = `Answer ${status}${type === undefined ? '' : `, ${type}`}`;
    const rows = type === 'application/json' ? members(body?.schema) : [];
    return rows.length > 0
      ? `<details><summary>${escaped(title)}</summary>${table(title, rows)}</details>`
      : `<p>${escaped(title)}</p>`;
  });
  const codes = endpoint.problems.map(code => `<li><code>${code}</code> ${problemStatuses[code]}</li>`);
  const bad = codes.length > 0 ? `<h4>Problems</h4><ul class="codes">${codes.join('')}</ul>` : '';
  return `${good.join('')}${bad}`;
}

function section({ name, endpoint, operation }: Entry): string {
  const known = (operation ?? {}) as Operation;
  const parameters = (known.parameters ?? []).map(parameter => {
    const [member] = members({ type: 'object', properties: { [parameter.name]: parameter.schema } });
    const note = [`in ${parameter.in}`, member?.note].filter(Boolean).join('; ');
    return { path: parameter.name, type: member?.type ?? 'string', required: parameter.required, note };
  });
  const [bodyType, body] = firstSchema(known.requestBody?.content) ?? [];
  const who = [
    callers[endpoint.caller],
    ...(endpoint.roles ? [`roles: ${endpoint.roles.join(', ')}`] : []),
    ...(endpoint.scope ? [`scope: ${endpoint.scope}`] : []),
  ];
  return `<section id="${escaped(name)}"><h3><span class="method ${endpoint.method}">${endpoint.method}</span> <code>${escaped(endpoint.path)}</code></h3>
<p>${escaped(endpoint.summary)}.</p><p class="who">${escaped(who.join(' · '))}</p>
${table('Parameters', parameters)}${bodyType === undefined ? '' : table(`Body, ${bodyType}`, members(body?.schema))}${responses(endpoint, known)}</section>`;
}

const holds = ({ name, endpoint }: Entry, words: readonly string[]): boolean => {
  const text = [
    name,
    endpoint.method,
    endpoint.path,
    endpoint.summary,
    endpoint.scope ?? '',
    ...endpoint.problems,
  ]
    .join(' ')
    .toLowerCase();
  return words.every(word => text.includes(word));
};

/** The whole reference as one page of plain HTML: search is a form, what unfolds is `details`, and nothing needs a script. */
export function referencePage(entries: readonly Entry[], query: string): string {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = entries.filter(entry => holds(entry, words));
  const groups = [...Map.groupBy(shown, ({ name }) => groupOf(name))];
  const contents = groups.map(([group, those]) => {
    const links = those.map(
      ({ name, endpoint }) =>
        `<li><a href="#${escaped(name)}"><span class="method ${endpoint.method}">${endpoint.method}</span> ${escaped(endpoint.path)}</a></li>`,
    );
    return `<h2>${escaped(group)}</h2><ul>${links.join('')}</ul>`;
  });
  const parts = groups.map(([group, those]) => `<h2>${escaped(group)}</h2>${those.map(section).join('')}`);
  const found =
    words.length === 0
      ? ''
      : `<p role="status">${shown.length} of ${entries.length} calls. <a href="/docs">Show all</a></p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sealdesk API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/docs/style.css"></head><body>
<header><h1>Sealdesk API reference</h1><p>Version 1. The same as <a href="/openapi.json">OpenAPI 3.1</a>. Errors are <code>application/problem+json</code> with a stable <code>code</code>.</p>
<form action="/docs" role="search"><label for="q">Search calls</label><input id="q" name="q" type="search" value="${escaped(query)}"><button>Search</button></form>${found}</header>
<div class="page"><nav aria-label="Calls">${contents.join('')}</nav><main>${parts.join('') || '<p>Nothing holds these words.</p>'}</main></div></body></html>`;
}
