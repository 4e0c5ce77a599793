import { problemStatuses, type Endpoint, type ProblemCode } from '../../shared/api/index.ts';
import { escaped, prose } from './html.ts';
import { memberList, type ToShape } from './members.ts';
import { members, shapeNamed, type Member, type Schema, type Shapes } from './schema.ts';

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: string }>>;

/** An operation of OpenAPI, as far as the page shows it. */
export interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly headers?: Readonly<Record<string, { readonly description: string }>>;
        readonly content?: Content;
        readonly 'x-problem-codes'?: readonly ProblemCode[];
      }
    >
  >;
}

export interface Call {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly operation: Operation;
}

const callers = {
  anyone: 'Anybody',
  workstation: 'Workstations',
  integrator: 'Integrators',
  both: 'Workstations and integrators',
} as const satisfies Record<Endpoint['caller'], string>;

function parametersOf({ parameters }: Operation, place: string): readonly Member[] {
  return parameters
    .filter(parameter => parameter.in === place)
    .flatMap(({ name, required, description, schema }) =>
      members({ type: 'object', properties: { [name]: schema } }).map(member => ({
        ...member,
        required,
        note: [description ?? '', member.note].filter(note => note !== '').join(' '),
      })),
    );
}

/** What a shape is where it stands alone: a body is shown with its members, whatever it is called. */
const unfolded = (schema: Schema, shapes: Shapes): Schema => {
  const named = shapes[shapeNamed(schema) ?? ''] ?? schema;
  const properties = Object.entries(named.properties ?? {}).map(([key, member]) => {
    const within = shapeNamed(member);
    return [key, within === 'DocumentMeta' ? (shapes[within] ?? member) : member] as const;
  });
  return named.properties ? { ...named, properties: Object.fromEntries(properties) } : named;
};

const bodyOf = ({ requestBody }: Operation) => Object.entries(requestBody?.content ?? {})[0];

const bodyMembers = (operation: Operation, shapes: Shapes): readonly Member[] => {
  const schema = bodyOf(operation)?.[1].schema;
  return schema ? members(unfolded(schema, shapes)) : [];
};

const codesOf = ({ responses }: Operation): readonly ProblemCode[] =>
  Object.values(responses).flatMap(response => response['x-problem-codes'] ?? []);

function answers({ responses }: Operation, toShape: ToShape): string {
  const good = Object.entries(responses).filter(([, response]) => response['x-problem-codes'] === undefined);
  return good
    .map(([status, { headers = {}, content = {} }]) => {
      const [type, media] = Object.entries(content)[0] ?? [];
      const shape = media?.schema && shapeNamed(media.schema);
      const types = Object.keys(content).join(', ');
      const what =
        shape === undefined
          ? escaped(types === '' ? 'no body' : types)
          : `<a href="${escaped(toShape(shape))}">${escaped(shape)}</a>`;
      const rows =
        type === 'application/json' && media?.schema && shape === undefined ? members(media.schema) : [];
      const heads = Object.entries(headers).map(
        ([name, { description }]) =>
          `<div><dt><code>${escaped(name)}</code></dt><dd class="type">header</dd><dd class="note">${escaped(description)}</dd></div>`,
      );
      const lines =
        type === 'application/x-ndjson'
          ? `<p class="lines">Each line is a <a href="${escaped(toShape('Change'))}">Change</a>, the last a <a href="${escaped(toShape('FeedEnd'))}">FeedEnd</a>.</p>`
          : '';
      const headList = heads.length > 0 ? `<dl class="members">${heads.join('')}</dl>` : '';
      return `<h4>Answer <code>${status}</code> <span class="what">${what}</span></h4>${lines}${headList}${memberList(rows, toShape)}`;
    })
    .join('');
}

/** Everything that is said of a call, for a search. */
export function wordsOf({ name, endpoint, operation }: Call, shapes: Shapes): string {
  const within = members(unfolded(bodyOf(operation)?.[1].schema ?? {}, shapes));
  const listed = within.flatMap(({ shape }) => members(shapes[shape ?? ''] ?? {}));
  const answered = Object.values(operation.responses).flatMap(({ content = {} }) =>
    Object.values(content).flatMap(({ schema }) => (schema ? members(schema) : [])),
  );
  const named = [...within, ...listed, ...answered];
  return [
    name,
    endpoint.method,
    endpoint.path,
    endpoint.summary,
    endpoint.scope ?? '',
    ...codesOf(operation),
    ...operation.parameters.map(parameter => `${parameter.name} ${parameter.description ?? ''}`),
    ...named.map(({ path, note }) => `${path} ${note}`),
  ].join(' ');
}

/** The part of the page that is about one call. */
export function callSection({ name, endpoint, operation }: Call, shapes: Shapes, toShape: ToShape): string {
  const who = [
    callers[endpoint.caller],
    ...(endpoint.roles ? [`roles ${endpoint.roles.join(', ')}`] : []),
    ...(endpoint.scope ? [`scope ${endpoint.scope}`] : []),
  ];
  const part = (title: string, rows: readonly Member[]): string =>
    rows.length === 0 ? '' : `<h4>${escaped(title)}</h4>${memberList(rows, toShape, 'sent')}`;
  const [bodyType, media] = bodyOf(operation) ?? [];
  const example =
    media?.example === undefined
      ? ''
      : `<pre tabindex="0" aria-label="Example">${escaped(media.example)}</pre>`;
  const body =
    bodyType === undefined
      ? ''
      : `<h4>Body <span class="what">${escaped(bodyType)}</span></h4>${memberList(bodyMembers(operation, shapes), toShape, 'sent')}${example}`;
  const codes = codesOf(operation).map(code => `<li><code>${code}</code> ${problemStatuses[code]}</li>`);
  return `<section id="${escaped(name)}" class="call"><h3><span class="method ${endpoint.method}">${endpoint.method}</span> <code>${escaped(endpoint.path)}</code></h3>
<p>${prose(endpoint.summary)}.</p><p class="who">${escaped(who.join(' · '))}</p>
${part('In the address', [...parametersOf(operation, 'path'), ...parametersOf(operation, 'query')])}${part('Headers', parametersOf(operation, 'header'))}${body}${answers(operation, toShape)}<h4>Problems</h4><ul class="codes">${codes.join('')}</ul></section>`;
}
