/** One member of a JSON Schema, by its path. */
export interface Member {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** Bounds and choices, in words. */
  readonly note: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

/** Deep enough for a verdict within a command's result; what lies deeper is in /openapi.json. */
const deepest = 4;

/** What stands for `null` beside one other schema is that schema, which may be null. */
function withoutNull(schema: Schema): { readonly schema: Schema; readonly nullable: boolean } {
  const others = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  const [only] = others;
  const isOnly = only !== undefined && others.length === 1 && schema.anyOf?.length === 2;
  return isOnly ? { schema: only, nullable: true } : { schema, nullable: false };
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.items) return `${typeOf(schema.items)}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : schema.type;
  return typeof type === 'string' ? type : 'any';
}

function noteOf(schema: Schema, nullable: boolean): string {
  const most = Number.MAX_SAFE_INTEGER;
  const { minimum, maximum, maxLength, maxItems, format } = schema;
  const choices = schema.enum ?? schema.items?.enum;
  const notes = [
    choices ? `one of ${choices.map(String).join(', ')}` : '',
    format ?? '',
    minimum !== undefined && minimum > -most ? `at least ${minimum}` : '',
    maximum !== undefined && maximum < most ? `at most ${maximum}` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    maxItems === undefined ? '' : `at most ${maxItems} items`,
    nullable ? 'may be null' : '',
  ];
  return notes.filter(note => note !== '').join('; ');
}

/** The members of a schema and of what it holds, in order. */
export function members(given: unknown, prefix = '', depth = 0): readonly Member[] {
  if (typeof given !== 'object' || given === null || depth > deepest) return [];
  const { schema } = withoutNull(given);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const inner = withoutNull(member);
    const path = `${prefix}${name}`;
    const row = {
      path,
      type: typeOf(inner.schema),
      required: schema.required?.includes(name) ?? false,
      note: noteOf(inner.schema, inner.nullable),
    };
    const below = inner.schema.items
      ? members(inner.schema.items, `${path}[].`, depth + 1)
      : members(inner.schema, `${path}.`, depth + 1);
    return [row, ...below];
  });
}
