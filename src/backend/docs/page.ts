import { fieldDefinitions, type CustomerKind } from '../../shared/domain/index.ts';
import { fieldForm } from '../customers/index.ts';
import { basicsSection } from './basics.ts';
import { callSection, wordsOf, type Call } from './call.ts';
import { escaped, prose } from './html.ts';
import { memberList, placeOf, type ToShape } from './members.ts';
import { outlineOf, type Member, type Schema, type Shapes } from './schema.ts';

/** The contract as the page shows it. */
export interface Reference {
  readonly calls: readonly Call[];
  readonly shapes: Shapes;
  /** What is posted to subscribers, by its type. */
  readonly events: Readonly<Record<string, Schema>>;
}

/** Something with a heading that is shown or found as a whole. */
interface Part {
  readonly group: string;
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly html: string;
  readonly method?: string;
}

const titles: Readonly<Record<string, string>> = { me: 'Oneself', totp: 'One-time codes', health: 'Health' };
const groupOf = (name: string): string => {
  const [group = name] = name.split('.', 1);
  return titles[group] ?? `${group.charAt(0).toUpperCase()}${group.slice(1)}`;
};
/** What an integrator calls stands before what a workstation does. */
const first = [
  'Customers',
  'Documents',
  'Links',
  'Levels',
  'Webhooks',
  'Transactions',
  'Leads',
  'Metrics',
  'Plan',
  'Audit',
];
const placeInOrder = ({ name }: Call): number => {
  const place = first.indexOf(groupOf(name));
  return place < 0 ? first.length : place;
};

const slugOf = (group: string): string => `group-${group.toLowerCase().replaceAll(' ', '-')}`;

const wordsIn = (rows: readonly Member[]): string =>
  rows.map(({ path, note }) => `${path} ${note}`).join(' ');

function shapePart(group: string, id: string, title: string, schema: Schema, toShape: ToShape): Part {
  const { common, variants } = outlineOf(schema);
  const way = /^(Command|OwnerInput)$/.test(title) ? 'sent' : 'answered';
  const own = variants.map(
    ({ name, members }) => `<h4><code>${escaped(name)}</code></h4>${memberList(members, toShape, way)}`,
  );
  const said = schema.description === undefined ? '' : `<p>${prose(schema.description)}</p>`;
  return {
    group,
    id,
    title,
    words: [
      title,
      wordsIn(common),
      ...variants.map(({ name, members }) => `${name} ${wordsIn(members)}`),
    ].join(' '),
    html: `<section id="${escaped(id)}" class="shape"><h3><code>${escaped(title)}</code></h3>${said}${memberList(common, toShape, way)}${own.join('')}</section>`,
  };
}

function fieldsPart(): Part {
  const of = (kind: CustomerKind): readonly Member[] =>
    fieldDefinitions
      .filter(definition => definition.kind === kind)
      .map(definition => ({
        path: definition.key,
        type: definition.type,
        required: true,
        note: `${definition.label}: ${fieldForm(definition)}`,
      }));
  const list = (kind: CustomerKind, title: string): string =>
    `<h3>${title}</h3>${memberList(of(kind), () => '')}`;
  return {
    group: 'Fields',
    id: 'fields',
    title: 'Fields of customers',
    words: `fields ${wordsIn([...of('individual'), ...of('business')])}`,
    html: `<section id="fields" class="shape"><p>The keys of <code>fields</code>. Every value is a text, <code>"true"</code> and <code>"false"</code> too; null takes a value away. Which of them a case needs says its level.</p>${list('individual', 'Of a person')}${list('business', 'Of a business')}</section>`,
  };
}

/** What has a section of its own: a body's shape is shown with its call. */
const isShownAlone = (name: string): boolean =>
  !/^(New|FieldValues|SentCommand|DocumentMeta|SignIn|\w+Patch$)/.test(name);

function partsOf({ calls, shapes, events }: Reference, toShape: ToShape): readonly Part[] {
  return [
    ...calls
      .toSorted((a, b) => placeInOrder(a) - placeInOrder(b))
      .map(call => ({
        group: groupOf(call.name),
        id: call.name,
        title: call.endpoint.path,
        method: call.endpoint.method,
        words: wordsOf(call, shapes),
        html: callSection(call, shapes, toShape),
      })),
    fieldsPart(),
    ...Object.entries(events).map(([type, schema]) =>
      shapePart('Events', `event-${type}`, type, schema, toShape),
    ),
    ...Object.entries(shapes)
      .filter(([name]) => isShownAlone(name))
      .map(([name, schema]) => shapePart('Shapes', `shape-${name}`, name, schema, toShape)),
  ];
}

/** What is to know of the parts of a group, once. */
const intros: Readonly<Record<string, string>> = {
  Events:
    'Posted to each subscription that asked for such events, as JSON signed by Standard Webhooks. A 2xx within ten seconds takes it; whatever else is tried again.',
  Shapes: 'What calls answer and the feed holds, by name.',
};
const introOf = (group: string): string => (intros[group] ? `<p>${intros[group]}</p>` : '');

const contentsOf = (groups: readonly (readonly [string, readonly Part[]])[]): string =>
  groups
    .map(([group, parts]) => {
      const links = parts.map(({ id, title, method }) => {
        const badge = method === undefined ? '' : `<span class="method ${method}">${method}</span> `;
        return `<li><a href="#${escaped(id)}">${badge}${escaped(title)}</a></li>`;
      });
      return `<li><a class="group" href="#${slugOf(group)}">${escaped(group)}</a><ul>${links.join('')}</ul></li>`;
    })
    .join('');

/** The whole reference as one page of plain HTML: search is a form, and nothing needs a script. */
export function referencePage(reference: Reference, query: string): string {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const isWhole = words.length === 0;
  const toShape: ToShape = shape => `${isWhole ? '' : '/docs'}#${placeOf(shape)}`;
  const parts = partsOf(reference, toShape);
  const shown = parts.filter(part => {
    const text = part.words.toLowerCase();
    return words.every(word => text.includes(word));
  });
  const groups = [...Map.groupBy(shown, ({ group }) => group)];
  const sections = groups.map(
    ([group, those]) =>
      `<h2 id="${slugOf(group)}">${escaped(group)}</h2>${introOf(group)}${those.map(({ html }) => html).join('')}`,
  );
  const isCall = ({ method }: Part): boolean => method !== undefined;
  const found = isWhole
    ? ''
    : `<p role="status">${shown.filter(isCall).length} of ${reference.calls.length} calls${shown.every(isCall) ? '' : `, and ${shown.filter(part => !isCall(part)).length} shapes`}. <a href="/docs">Show all</a></p>`;
  const main = `${isWhole ? basicsSection : ''}${sections.join('')}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sealdesk API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/docs/style.css"></head><body>
<header><div><h1>Sealdesk API</h1><p>Version 1 · <a href="/openapi.json">OpenAPI 3.1</a></p></div>
<form action="/docs" role="search"><label for="q">Search calls</label><input id="q" name="q" type="search" value="${escaped(query)}" placeholder="a member, a path, a problem"><button>Search</button></form></header>
<div class="page"><nav aria-label="Contents"><ul>${isWhole ? '<li><a class="group" href="#basics">Basics</a></li>' : ''}${contentsOf(groups)}</ul></nav><main>${found}${main || '<p>Nothing holds these words.</p>'}</main></div></body></html>`;
}
