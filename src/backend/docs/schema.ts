import { idSchema, sha256Schema, timestampSchema } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';

/** One member of a JSON Schema, by its path. */
export interface Member {
  readonly path: string;
  readonly type: string;
  /** The name of the shape that it is or holds. */
  readonly shape?: string | undefined;
  readonly required: boolean;
  /** Bounds, forms and choices, in words. */
  readonly note: string;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export type Shapes = Readonly<Record<string, Schema>>;

/** Deep enough for the region of an extracted value; what lies deeper is in /openapi.json. */
const deepest = 5;

const patternOf = (schema: z.ZodType): string | undefined => z.toJSONSchema(schema).pattern;

/** What the patterns of the contract mean. */
const forms: ReadonlyMap<string | undefined, string> = new Map([
  [patternOf(idSchema), 'id'],
  [patternOf(timestampSchema), 'time'],
  [patternOf(sha256Schema), 'SHA-256 in hex'],
]);

const patternsInWords: ReadonlyMap<string, string> = new Map([
  ['^\\P{Cc}*$', 'no control characters'],
  ['^\\d{6}$', 'six digits'],
  ['\\S', 'not blank'],
]);

export const shapeNamed = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

const choicesOf = ({ anyOf, oneOf }: Schema): readonly Schema[] => anyOf ?? oneOf ?? [];

/** What stands for `null` beside one other schema is that schema, which may be null. */
function withoutNull(schema: Schema): { readonly schema: Schema; readonly nullable: boolean } {
  const choices = choicesOf(schema);
  const others = choices.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (only !== undefined && others.length === 1 && choices.length === 2)
    return {
      schema: { ...only, ...(schema.description ? { description: schema.description } : {}) },
      nullable: true,
    };
  const types = typeof schema.type === 'object' ? schema.type : [];
  const [type, ...more] = types.filter(one => one !== 'null');
  return types.includes('null') && type !== undefined && more.length === 0
    ? { schema: { ...schema, type }, nullable: true }
    : { schema, nullable: false };
}

const itemOf = ({ items, prefixItems }: Schema): Schema | undefined =>
  typeof items === 'object' ? items : prefixItems?.[0];

const valueOf = ({ additionalProperties: value }: Schema): Schema | undefined =>
  typeof value === 'object' && Object.keys(value).length > 0 ? value : undefined;

function typeOf(given: Schema): string {
  const { schema } = withoutNull(given);
  const shape = shapeNamed(schema);
  if (shape !== undefined) return shape;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ');
  const item = itemOf(schema);
  if (item) return `${typeOf(item)}[]`;
  const value = valueOf(schema);
  if (value && !schema.properties) return `map of ${value.properties ? 'object' : typeOf(value)}`;
  const type = typeof schema.type === 'string' ? schema.type : undefined;
  return forms.get(schema.pattern) ?? type ?? 'any';
}

function lengthOf(least: number | undefined, most: number | undefined, of: string): string {
  if (least !== undefined && least === most) return `exactly ${most} ${of}`;
  if (least === undefined || least === 0) return most === undefined ? '' : `at most ${most} ${of}`;
  return most === undefined ? `at least ${least} ${of}` : `${least} to ${most} ${of}`;
}

function noteOf(schema: Schema, nullable: boolean): string {
  const farthest = Number.MAX_SAFE_INTEGER;
  const { minimum, maximum, format, pattern, description } = schema;
  const item = itemOf(schema);
  const choices = schema.enum ?? item?.enum;
  const isOddPattern = pattern !== undefined && format === undefined && !forms.has(pattern);
  const notes = [
    description ?? '',
    choices ? `one of ${choices.map(String).join(', ')}` : '',
    format ?? '',
    minimum !== undefined && minimum > -farthest ? `at least ${minimum}` : '',
    maximum !== undefined && maximum < farthest ? `at most ${maximum}` : '',
    lengthOf(schema.minLength, schema.maxLength, 'characters'),
    lengthOf(schema.minItems, schema.maxItems, 'items'),
    isOddPattern ? (patternsInWords.get(pattern) ?? `matches \`${pattern}\``) : '',
    nullable ? 'may be null' : '',
  ];
  return notes.filter(note => note !== '').join('; ');
}

/** The shape that a schema is, holds in a list, or has as the values of a map. */
function shapeWithin(schema: Schema): string | undefined {
  const inner = itemOf(schema) ?? valueOf(schema) ?? schema;
  return shapeNamed(withoutNull(inner).schema);
}

/** The members of a schema and of what it holds, in order; a shape is named and has its members elsewhere. */
export function members(given: Schema, prefix = '', depth = 0): readonly Member[] {
  if (depth > deepest) return [];
  const { schema } = withoutNull(given);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const inner = withoutNull(member);
    const path = `${prefix}${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    const row: Member = {
      path,
      type: typeOf(inner.schema),
      shape: shapeWithin(inner.schema),
      required: isRequired,
      // What is optional may be null too: that is said once for all.
      note: noteOf(inner.schema, inner.nullable && isRequired),
    };
    const item = itemOf(inner.schema);
    const value = valueOf(inner.schema);
    const below = item
      ? members(item, `${path}[].`, depth + 1)
      : value && !inner.schema.properties
        ? members(value, `${path}.*.`, depth + 1)
        : members(inner.schema, `${path}.`, depth + 1);
    return [row, ...below];
  });
}

/** A shape as it is shown: what all its variants have, and what each has of its own. */
export interface Outline {
  readonly common: readonly Member[];
  readonly variants: readonly { readonly name: string; readonly members: readonly Member[] }[];
}

export function outlineOf(schema: Schema): Outline {
  const choices = choicesOf(schema);
  if (choices.length === 0) return { common: members(schema), variants: [] };
  const written = (member: Member): string => JSON.stringify(member);
  const all = choices.map(choice => members(choice));
  const [first = [], ...others] = all.map(rows => rows.map(written));
  const shared = new Set(first.filter(row => others.every(rows => rows.includes(row))));
  const variants = all.map((rows, place) => {
    const own = rows.filter(row => !shared.has(written(row)));
    const constant = own.find(({ type }) => type.startsWith('"'));
    const name = constant ? `${constant.path}: ${constant.type.slice(1, -1)}` : `variant ${place + 1}`;
    return { name, members: own.filter(row => row !== constant) };
  });
  return { common: (all[0] ?? []).filter(row => shared.has(written(row))), variants };
}
