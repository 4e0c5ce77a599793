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

/** Links to the parts of a group. */
function linksTo(parts: readonly Part[]): string {
  const links = parts.map(({ id, title, method }) => {
    const badge = method === undefined ? '' : `<span class="method ${method}">${method}</span> `;
    const words = escaped(title).replaceAll('/', '<wbr>/');
    return `<li><a href="#${escaped(id)}">${badge}<span>${words}</span></a></li>`;
  });
  return links.join('');
}

type Group = readonly [name: string, parts: readonly Part[]];

const contentsOf = (groups: readonly Group[]): string =>
  groups
    .map(
      ([group, parts]) =>
        `<li><a class="group" href="#${slugOf(group)}">${escaped(group)}</a><ul>${linksTo(parts)}</ul></li>`,
    )
    .join('');

/** A group of parts; what it holds is listed where the contents beside the text are not. */
const groupSection = ([group, parts]: Group): string =>
  `<h2 id="${slugOf(group)}">${escaped(group)}</h2>${introOf(group)}${parts.length > 1 ? `<ul class="within">${linksTo(parts)}</ul>` : ''}${parts.map(({ html }) => html).join('')}`;

interface Content {
  readonly query: string;
  readonly found: string;
  readonly basics: string;
  readonly parts: readonly Part[];
}

function pageOf({ query, found, basics, parts }: Content): string {
  const groups = [...Map.groupBy(parts, ({ group }) => group)];
  const text = `${basics}${groups.map(groupSection).join('')}` || '<p>Nothing holds these words.</p>';
  const toBasics = basics === '' ? '' : '<li><a class="group" href="#basics">Basics</a></li>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sealdesk API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/docs/style.css"></head><body>
<header id="top"><a class="skip" href="#text">Skip to the text</a><div><h1>Sealdesk API</h1><p>Version 1 · <a href="/openapi.json">OpenAPI 3.1</a></p></div>
<form action="/docs" role="search"><label for="q">Search calls</label><input id="q" name="q" type="search" value="${escaped(query)}" placeholder="member, path, problem"><button>Search</button></form></header>
<div class="page"><nav aria-label="Contents"><ul>${toBasics}${contentsOf(groups)}</ul></nav><main id="text">${found}${text}<a class="back" href="#top">Contents</a></main></div></body></html>`;
}

/**
 * The reference as pages of plain HTML, the whole of it or what holds all words of a search: search is a form, and nothing
 * needs a script. What takes long is made once, for whoever asks often.
 */
export function referencePages(reference: Reference): (query: string) => string {
  const isCall = ({ method }: Part): boolean => method !== undefined;
  const parts = partsOf(reference, shape => `#${placeOf(shape)}`);
  const whole = pageOf({ query: '', found: '', basics: basicsSection, parts });
  // What a page of some parts leads to is on the whole one.
  const known = partsOf(reference, shape => `/docs#${placeOf(shape)}`).map(part => ({
    part,
    text: part.words.toLowerCase(),
  }));
  return query => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return whole;
    const shown = known
      .filter(({ text }) => words.every(word => text.includes(word)))
      .map(({ part }) => part);
    const shapes = shown.filter(part => !isCall(part)).length;
    const found = `<p role="status">${shown.length - shapes} of ${reference.calls.length} calls${shapes === 0 ? '' : `, and ${shapes} shapes`}. <a href="/docs">Show all</a></p>`;
    return pageOf({ query, found, basics: '', parts: shown });
  };
}
