import { isDeepStrictEqual } from 'node:util';
import * as api from '../../shared/api/index.ts';
import * as domain from '../../shared/domain/index.ts';
import { fieldForm, longestOwnerName } from '../customers/index.ts';
import { z } from '../../shared/zod.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What the documents call by name; clients that are made of them have types of these names. */
const names = new Map<z.ZodType, string>([
  [api.problemSchema, 'Problem'],
  [domain.customerSchema, 'Customer'],
  [domain.documentSchema, 'Document'],
  [domain.beneficialOwnerSchema, 'BeneficialOwner'],
  [domain.screeningHitSchema, 'ScreeningHit'],
  [domain.riskSchema, 'Risk'],
  [domain.levelSchema, 'Level'],
  [api.linkSchema, 'Link'],
  [api.newLinkAnswerSchema, 'LinkWithUrl'],
  [api.planSchema, 'Plan'],
  [api.transactionSchema, 'Transaction'],
  [api.noteSchema, 'Note'],
  [api.historyEntrySchema, 'HistoryEntry'],
  [api.leadImportSchema, 'LeadImport'],
  [api.metricsSchema, 'Metrics'],
  [api.webhookSchema, 'Webhook'],
  [api.webhookWithSecretSchema, 'WebhookWithSecret'],
  [api.deliverySchema, 'Delivery'],
  [api.auditEntrySchema, 'AuditEntry'],
  [api.userSchema, 'User'],
  [api.policySchema, 'Policy'],
  [api.sessionSchema, 'Session'],
  [api.noticeSchema, 'Notice'],
  [api.changeSchema, 'Change'],
  [api.feedEndSchema, 'FeedEnd'],
  [domain.commandSchema, 'Command'],
  [domain.commandResultSchema, 'CommandResult'],
  [api.sentCommandSchema, 'SentCommand'],
  [api.fieldValuesSchema, 'FieldValues'],
  [api.ownerInputSchema, 'OwnerInput'],
  [api.documentMetaSchema, 'DocumentMeta'],
  [api.newCustomerSchema, 'NewCustomer'],
  [api.customerPatchSchema, 'CustomerPatch'],
  [api.newLinkSchema, 'NewLink'],
  [api.newLevelSchema, 'NewLevel'],
  [api.levelPatchSchema, 'LevelPatch'],
  [api.newTransactionSchema, 'NewTransaction'],
  [api.newWebhookSchema, 'NewWebhook'],
  [api.webhookPatchSchema, 'WebhookPatch'],
  [api.signInSchema, 'SignIn'],
]);

/** Keys and forms of the fields of both kinds of customers: the schema that validates takes any key, its handler does not. */
function fieldValues(): Json {
  const properties = new Map<string, Json>();
  for (const definition of domain.fieldDefinitions) {
    const { key, kind, label } = definition;
    const whose = kind === 'individual' ? 'of a person' : 'of a business';
    const whoever = properties.has(key) ? 'of both kinds' : whose;
    properties.set(key, {
      type: ['string', 'null'],
      description: `${label}, ${whoever}: ${fieldForm(definition)}`,
    });
  }
  return {
    type: 'object',
    description: 'Values by the keys of fields, all of them texts; null takes a value away.',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

const formOfPerson = (key: string): string => {
  const definition = domain.fieldDefinition('individual', key);
  if (!definition) throw new Error(`a person has no ${key}`);
  return fieldForm(definition);
};

/** The forms of an owner, all of whose faults are named with those of fields: by what takes them, after the schema. */
function ownerInput(written: Json): Json {
  const properties = Object(written['properties']) as Readonly<Record<string, Json>>;
  const described = (key: string, more: Json) => ({ [key]: { ...properties[key], ...more } });
  return {
    ...written,
    properties: {
      ...properties,
      ...described('name', {
        minLength: 1,
        maxLength: longestOwnerName,
        pattern: '\\S',
        description: 'no control characters but line breaks and tabs',
      }),
      ...described('dateOfBirth', { description: formOfPerson('dateOfBirth') }),
      ...described('nationality', { description: formOfPerson('nationality') }),
    },
  };
}

/** What a schema can't say of itself. */
const said: Readonly<Record<string, (written: Json) => Json>> = {
  FieldValues: fieldValues,
  OwnerInput: ownerInput,
  SentCommand: () => ({
    description: 'Judged by itself: one that is no Command is refused by its result, and the others go on.',
    anyOf: [{ $ref: '#/components/schemas/Command' }, {}],
  }),
};

/** Writes schemas as JSON Schema; what has a name is a reference, and `shapes` what it refers to. */
export function shapeWriter() {
  const metadata = z.registry<{ id: string }>();
  for (const [schema, id] of names) metadata.add(schema, { id });
  const shapes: Record<string, Json> = {};
  const write = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const written = z.toJSONSchema(schema, {
      override: ({ zodSchema, jsonSchema }) => {
        const description = z.globalRegistry.get(zodSchema)?.description;
        if (description !== undefined) jsonSchema.description = description;
      },
      io,
      metadata,
      unrepresentable: 'any',
      target: 'draft-2020-12',
    });
    const text = JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/');
    const {
      $schema: _dialect,
      $defs = {},
      ...json
    } = JSON.parse(text) as Json & { $defs?: Record<string, Json> };
    for (const [name, { id: _id, ...plain }] of Object.entries($defs)) {
      const shape = said[name]?.(plain) ?? plain;
      const known = (shapes[name] ??= shape);
      if (!isDeepStrictEqual(known, shape))
        throw new Error(`${name} is not the same when it is sent and answered`);
    }
    return json;
  };
  return { write, shapes };
}
