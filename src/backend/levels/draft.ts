import type { z } from 'zod';
import type { newLevelSchema } from '../../shared/api/index.ts';
import {
  documentTypes,
  documentTypeSchema,
  fieldDefinition,
  hasTwoSides,
  serves,
  type CustomerKind,
  type DocumentType,
  type Level,
} from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';

export type LevelDraft = Omit<z.output<typeof newLevelSchema>, 'id'>;

interface Fault {
  readonly path: string;
  readonly message: string;
}

const defaultLinkTtlHours = 24;

function fieldFaults({ kind, fields }: LevelDraft): readonly Fault[] {
  return fields.flatMap(({ key, type }, place) => {
    const path = `body.fields.${place}`;
    const definition = fieldDefinition(kind, key);
    if (!definition) return [{ path: `${path}.key`, message: `no field of this kind of customer` }];
    const isTwice = fields.findIndex(other => other.key === key) !== place;
    return [
      ...(isTwice ? [{ path: `${path}.key`, message: 'named twice' }] : []),
      ...(type !== undefined && type !== definition.type
        ? [{ path: `${path}.type`, message: `the field is of type ${definition.type}` }]
        : []),
    ];
  });
}

/** Whether somebody may give a card for it. */
const mayBeCard = (wanted: DocumentType): boolean =>
  documentTypeSchema.options.some(type => hasTwoSides(type) && serves(type, wanted));

/**
 * One document would serve two demands for the same thing: nobody would notice that the second is not there. A card needs its
 * front whatever is named: where only its back was asked for, its holder would come to no end.
 */
function documentFaults({ documents = [] }: LevelDraft): readonly Fault[] {
  return documents.flatMap(({ type, sides = [] }, place) => {
    const path = `body.documents.${place}`;
    const isTwice = documents.findIndex(other => serves(other.type, type)) !== place;
    return [
      ...(isTwice ? [{ path: `${path}.type`, message: 'asked for twice' }] : []),
      ...(new Set(sides).size < sides.length ? [{ path: `${path}.sides`, message: 'named twice' }] : []),
      ...(sides.includes('back') && !sides.includes('front') && mayBeCard(type)
        ? [{ path: `${path}.sides`, message: 'the back of a card without its front' }]
        : []),
    ];
  });
}

function checkFaults({ kind, checks = [] }: LevelDraft, providers: ReadonlySet<string>): readonly Fault[] {
  return checks.flatMap((name, place) => {
    const path = `body.checks.${place}`;
    if (!providers.has(name)) return [{ path, message: 'no such check' }];
    if (name === 'ownership' && kind === 'individual')
      return [{ path, message: 'only a business has owners' }];
    return checks.indexOf(name) === place ? [] : [{ path, message: 'named twice' }];
  });
}

/** A case that needs two people is never approved without any. */
const approvalFaults = ({ fourEyes, autoApproveBelow }: LevelDraft): readonly Fault[] =>
  fourEyes === true && autoApproveBelow != null
    ? [{ path: 'body.autoApproveBelow', message: 'not together with fourEyes' }]
    : [];

const labelsOf = (kind: CustomerKind, fields: LevelDraft['fields']): Level['fields'] =>
  fields.flatMap(({ key, label, required }) => {
    const definition = fieldDefinition(kind, key);
    return definition ? [{ key, label: label ?? definition.label, type: definition.type, required }] : [];
  });

/**
 * The level that a draft describes, when it makes sense as a whole. Documents that stand as they are stored are not looked
 * at: they were taken, by rules of their day, and nobody sends them now.
 */
export function levelOf(
  draft: LevelDraft,
  { id, version }: Pick<Level, 'id' | 'version'>,
  providers: ReadonlySet<string>,
  stored?: Pick<Level, 'documents'>,
): Result<Level, Refusal<'invalid_payload'>> {
  const errors = [
    ...fieldFaults(draft),
    ...(stored && draft.documents === stored.documents ? [] : documentFaults(draft)),
    ...checkFaults(draft, providers),
    ...approvalFaults(draft),
  ];
  if (errors.length > 0) {
    return refuse('invalid_payload', 'The level does not make sense as it is.', {
      errors: errors.slice(0, 50),
    });
  }
  const { kind, name, fields, documents = [], checks = [], autoApproveBelow, fourEyes, linkTtlHours } = draft;
  return ok({
    id,
    version,
    kind,
    name,
    fields: labelsOf(kind, fields),
    documents: documents.map(({ type, label, required, sides = [] }) => ({
      type,
      label: label ?? documentTypes[type],
      required,
      sides: [...sides],
    })),
    checks: [...checks],
    ...(autoApproveBelow == null ? {} : { autoApproveBelow }),
    fourEyes: fourEyes ?? false,
    linkTtlHours: linkTtlHours ?? defaultLinkTtlHours,
  });
}
