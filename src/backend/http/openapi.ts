import {
  endpoints,
  problemSchema,
  problemStatuses,
  type Endpoint,
  type ProblemCode,
} from '../../shared/api/index.ts';
import { z } from '../../shared/zod.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return json;
};

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): readonly Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties as Record<string, Json>).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || needed.has(name),
    schema: member,
  }));
}

function bodyOf({ body, bodyType }: Endpoint): Json {
  if (body) {
    return {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    };
  }
  if (!bodyType) return {};
  if (bodyType === 'text/csv') {
    return { requestBody: { required: true, content: { [bodyType]: { schema: { type: 'string' } } } } };
  }
  const schema = {
    type: 'object',
    required: ['meta', 'file'],
    properties: { meta: { type: 'string' }, file: { type: 'string', format: 'binary' } },
  };
  return { requestBody: { required: true, content: { [bodyType]: { schema } } } };
}

/** What is said of a body before it is looked at what it says. */
const ofAnyBody: readonly ProblemCode[] = [
  'malformed',
  'request_timeout',
  'too_large',
  'unsupported_media_type',
  'invalid_payload',
];

function responsesOf({ responses, responseType, problems, caller, body, bodyType }: Endpoint): Json {
  const good = Object.entries(responses).map(([status, schema]) => {
    const type = schema ? 'application/json' : responseType;
    const hasBody = type !== undefined && status !== '204' && status !== '304';
    const content = hasBody
      ? { content: { [type]: schema ? { schema: schemaOf(schema, 'output') } : {} } }
      : {};
    return [status, { description: 'Done', ...content }];
  });
  const always: readonly ProblemCode[] =
    caller === 'anyone' ? ['internal'] : ['unauthenticated', 'role_missing', 'internal'];
  const ofBody = body || bodyType ? ofAnyBody : [];
  const codes = [...new Set([...problems, ...ofBody, ...always])];
  const byStatus = Map.groupBy(codes, code => String(problemStatuses[code]));
  const bad = [...byStatus].map(([status, those]) => [
    status,
    {
      description: those.join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries([...good, ...bad]);
}

const describe = (name: string, endpoint: Endpoint): Json => ({
  operationId: name,
  summary: endpoint.summary,
  ...(endpoint.scope ? { description: `An API key needs the scope ${endpoint.scope}.` } : {}),
  ...(endpoint.caller === 'anyone' ? { security: [] } : {}),
  parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
  ...bodyOf(endpoint),
  responses: responsesOf(endpoint),
});

let made: Json | undefined;

/** OpenAPI 3.1 of the whole contract, from the table that also validates. */
export function openApi(): Json {
  if (made) return made;
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, endpoint] of Object.entries(endpoints)) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = describe(name, endpoint);
  }
  made = {
    openapi: '3.1.0',
    info: { title: 'Sealdesk backend', version: '1' },
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
  return made;
}
