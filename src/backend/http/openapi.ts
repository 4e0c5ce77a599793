import {
  answerHeaders,
  changeSchema,
  documentMetaSchema,
  endpoints,
  feedEndSchema,
  headersOfAnswer,
  headersOfProblems,
  problemCodes,
  problemSchema,
  problemStatuses,
  requestHeaders,
  requestHeadersOf,
  webhookDataSchemas,
  type AnswerHeader,
  type Endpoint,
  type ProblemCode,
} from '../../shared/api/index.ts';
import { mimeSchema, timestampSchema } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { shapeWriter, type Json } from './shapes.ts';

type Write = ReturnType<typeof shapeWriter>['write'];

function membersAsParameters(
  write: Write,
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
): readonly Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = write(schema, 'input');
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties as Record<string, Json>).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || needed.has(name),
    schema: member,
  }));
}

const headerParameters = (endpoint: Endpoint): readonly Json[] =>
  [...requestHeadersOf(endpoint)].map(([name, presence]) => ({
    name,
    in: 'header',
    required: presence === 'required',
    description: `${requestHeaders[name]}.`,
    schema: { type: 'string' },
  }));

const describedHeaders = (names: readonly AnswerHeader[], required: boolean): Json =>
  names.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          names.map(name => [
            name,
            { description: `${answerHeaders[name]}.`, required, schema: { type: 'string' } },
          ]),
        ),
      };

const csvExample = [
  'kind,levelId,externalId,firstName,lastName,email',
  'individual,kyc-basic,lead-1,Ada,Example,ada@customer.example',
  '',
].join('\n');

function bodyOf(write: Write, { body, bodyType }: Endpoint): Json {
  if (body) {
    return {
      requestBody: { required: true, content: { 'application/json': { schema: write(body, 'input') } } },
    };
  }
  if (!bodyType) return {};
  if (bodyType === 'text/csv') {
    const content = { [bodyType]: { schema: { type: 'string' }, example: csvExample } };
    return { requestBody: { required: true, content } };
  }
  const schema = {
    type: 'object',
    required: ['meta', 'file'],
    properties: { meta: write(documentMetaSchema, 'input'), file: { type: 'string', format: 'binary' } },
  };
  const encoding = {
    meta: { contentType: 'application/json' },
    file: { contentType: mimeSchema.options.join(', ') },
  };
  return { requestBody: { required: true, content: { [bodyType]: { schema, encoding } } } };
}

/** What may be said of any request, before it is looked at what it asks for: of its address, its headers, its parameters. */
const ofAnyRequest = [
  'malformed',
  'request_timeout',
  'unsupported_media_type',
  'invalid_payload',
  'internal',
] as const satisfies readonly ProblemCode[];

/** Every code with which a call may be refused. */
function problemsOf({ method, params, problems, caller }: Endpoint): readonly ProblemCode[] {
  // Who calls is looked up in the store.
  const ofCaller: readonly ProblemCode[] =
    caller === 'anyone' ? [] : ['unauthenticated', 'role_missing', 'not_ready'];
  // A body is read of any other method, also where none is taken.
  const ofBody: readonly ProblemCode[] = method === 'GET' ? [] : ['too_large'];
  const ofIds: readonly ProblemCode[] = params ? ['not_found'] : [];
  const known = new Set([...problems, ...ofAnyRequest, ...ofCaller, ...ofBody, ...ofIds]);
  return problemCodes.filter(code => known.has(code));
}

function contentOf(write: Write, endpoint: Endpoint, schema: z.ZodType | null): Json {
  if (schema) return { 'application/json': { schema: write(schema, 'output') } };
  if (endpoint.responseType === 'application/x-ndjson') {
    const line = { anyOf: [write(changeSchema, 'output'), write(feedEndSchema, 'output')] };
    return {
      'application/x-ndjson': { schema: { description: 'Each line; the last is a FeedEnd.', ...line } },
    };
  }
  // Bytes are sent under the type of their document.
  if (endpoint.responseType === 'application/octet-stream')
    return Object.fromEntries(mimeSchema.options.map(type => [type, {}]));
  return endpoint.responseType === undefined ? {} : { [endpoint.responseType]: {} };
}

function responsesOf(write: Write, endpoint: Endpoint): Json {
  const good = Object.entries(endpoint.responses).map(([status, schema]) => {
    const content = status === '204' || status === '304' ? {} : contentOf(write, endpoint, schema);
    const body = Object.keys(content).length > 0 ? { content } : {};
    const headers = describedHeaders(headersOfAnswer(endpoint, Number(status)), true);
    return [status, { description: 'Done', ...headers, ...body }];
  });
  const byStatus = Map.groupBy(problemsOf(endpoint), code => String(problemStatuses[code]));
  const bad = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.join(', '),
      ...describedHeaders(headersOfProblems(codes), false),
      content: { 'application/problem+json': { schema: write(problemSchema, 'output') } },
      'x-problem-codes': codes,
    },
  ]);
  return Object.fromEntries([...good, ...bad]);
}

const groupOf = (name: string): string => name.split('.', 1)[0] ?? name;

const describe = (write: Write, name: string, endpoint: Endpoint): Json => ({
  operationId: name,
  tags: [groupOf(name)],
  summary: endpoint.summary,
  ...(endpoint.scope ? { description: `An API key needs the scope ${endpoint.scope}.` } : {}),
  ...(endpoint.caller === 'anyone' ? { security: [] } : {}),
  parameters: [
    ...membersAsParameters(write, endpoint.params, 'path'),
    ...membersAsParameters(write, endpoint.query, 'query'),
    ...headerParameters(endpoint),
  ],
  ...bodyOf(write, endpoint),
  responses: responsesOf(write, endpoint),
});

const hookHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** What is posted to a subscriber, by its type. */
const webhooks = (write: Write): Json =>
  Object.fromEntries(
    Object.entries(webhookDataSchemas).map(([type, data]) => {
      const event = z.object({ type: z.literal(type), timestamp: timestampSchema, data });
      const operation = {
        operationId: type,
        summary: 'Posted to who subscribed, signed by Standard Webhooks; any 2xx takes it',
        parameters: hookHeaders.map(name => ({
          name,
          in: 'header',
          required: true,
          schema: { type: 'string' },
        })),
        requestBody: { required: true, content: { 'application/json': { schema: write(event, 'output') } } },
        responses: { '2XX': { description: 'Taken; whatever else is tried again' } },
      };
      return [type, { post: operation }];
    }),
  );

let made: Json | undefined;

/** OpenAPI 3.1 of the whole contract, from the table that also validates. */
export function openApi(): Json {
  if (made) return made;
  const { write, shapes } = shapeWriter();
  const paths: Record<string, Record<string, Json>> = {};
  const table: readonly (readonly [string, Endpoint])[] = Object.entries(endpoints);
  for (const [name, endpoint] of table) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = describe(write, name, endpoint);
  }
  const hooks = webhooks(write);
  made = {
    openapi: '3.1.0',
    info: {
      title: 'Sealdesk backend',
      version: '1',
      description:
        'Every answer has an X-Request-Id. Beside these calls: /docs (this for readers), /metrics (Prometheus, on the machine itself) and /verify/{token} (the page of applicants).',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...new Set(table.map(([name]) => groupOf(name)))].map(name => ({ name })),
    paths,
    webhooks: hooks,
    components: {
      schemas: Object.fromEntries(Object.entries(shapes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key (sk_…) with the scope of the call, or the access token of a signed-in workstation.',
        },
      },
    },
  };
  return made;
}
