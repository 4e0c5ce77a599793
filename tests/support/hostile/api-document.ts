import { problemSchema } from '../../../src/shared/api/index.ts';
import { z } from '../../../src/shared/zod.ts';

/** A JSON Schema as it stands in the document. */
export type JsonSchema = Readonly<Record<string, unknown>>;
const jsonSchema = z.record(z.string(), z.unknown());

const contentSchema = z.record(z.string(), z.object({ schema: jsonSchema.optional() }));
const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      schema: jsonSchema,
    }),
  ),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      headers: z.record(z.string(), z.object({ required: z.boolean() })).optional(),
      content: contentSchema.optional(),
      'x-problem-codes': z.array(z.string()).optional(),
    }),
  ),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.object({ Problem: jsonSchema }) }),
});

/** One call as the backend's own description has it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: z.infer<typeof operationSchema>['parameters'];
  readonly body: { readonly type: string; readonly schema: JsonSchema } | undefined;
  /** What an answer of the status has to fit; undefined where it is no JSON. */
  readonly answers: ReadonlyMap<number, z.ZodType | undefined>;
  /** The codes of refusals, by their status. */
  readonly problems: ReadonlyMap<number, readonly string[]>;
  /** Lower-case names of the headers that an answer of the status has, or may have. */
  readonly headers: ReadonlyMap<
    number,
    { readonly always: readonly string[]; readonly known: ReadonlySet<string> }
  >;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  readonly problem: z.ZodType<z.infer<typeof problemSchema>>;
}

/** The document with what its references lead to in their place. */
export function inlined(document: unknown): unknown {
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    if (typeof value !== 'object' || value === null) return value;
    const target: unknown = Reflect.get(value, '$ref');
    if (typeof target === 'string') {
      const found = target
        .slice('#/'.length)
        .split('/')
        .reduce<unknown>((at, key) => Reflect.get(Object(at), key), document);
      return follow(found);
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, follow(member)]));
  };
  return follow(document);
}

/** Reads the OpenAPI that a backend serves of itself. */
export async function readApiDocument(url: string): Promise<ApiDocument> {
  const text = await (await fetch(`${url}/openapi.json`)).text();
  // Patterns of JSON Schema know Unicode; zod reads them as if they did not.
  const readable = text.replaceAll('\\\\P{Cc}', '[^\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]');
  const { paths, components } = documentSchema.parse(inlined(JSON.parse(readable)));
  const problem = z.fromJSONSchema(components.schemas.Problem);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId, parameters, requestBody, responses }]): Operation => {
        const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
        const answers = Object.entries(responses).map(([status, { content }]) => {
          const schema = content?.['application/json']?.schema;
          return [Number(status), schema && z.fromJSONSchema(schema)] as const;
        });
        const problems = Object.entries(responses).map(
          ([status, { 'x-problem-codes': codes = [] }]) => [Number(status), codes] as const,
        );
        const headers = Object.entries(responses).map(([status, { headers: described = {} }]) => {
          const names = Object.entries(described).map(
            ([name, { required }]) => [name.toLowerCase(), required] as const,
          );
          const always = names.flatMap(([name, required]) => (required ? [name] : []));
          return [Number(status), { always, known: new Set(names.map(([name]) => name)) }] as const;
        });
        return {
          id: operationId,
          method: method.toUpperCase(),
          path,
          parameters,
          body: type === undefined ? undefined : { type, schema: media?.schema ?? {} },
          answers: new Map(answers),
          problems: new Map(problems),
          headers: new Map(headers),
        };
      },
    ),
  );
  return { operations, problem: problem.pipe(problemSchema) };
}
