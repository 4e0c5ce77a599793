import { checkGiven } from '../../src/backend/customers/given.ts';
import { patched } from '../../src/backend/customers/patch.ts';
import { changed, type CustomerRecord } from '../../src/backend/customers/index.ts';
import { attach } from '../../src/backend/documents/attach.ts';
import { askedOf, type AskedDocument } from '../../src/backend/hosted/asked.ts';
import type { ProviderOutcome } from '../../src/backend/providers/index.ts';
import type { Decision } from '../../src/backend/providers/checks/decide.ts';
import { noRun, pendingOf, runBegun, runSettled, type Run } from '../../src/backend/providers/checks/run.ts';
import { settle } from '../../src/backend/providers/checks/settle.ts';
import {
  fieldDefinition,
  itemOf,
  ownersItem,
  parseItem,
  riskBandOf,
  type Customer,
  type DocumentSide,
  type DocumentType,
  type FieldType,
  type Level,
  type RequestedItem,
} from '../../src/shared/domain/index.ts';
import { customerWith } from './customer.ts';

export interface Upload {
  readonly type: DocumentType;
  readonly side?: DocumentSide | undefined;
  readonly replaces?: string | undefined;
  /** Two with the same are the same file. */
  readonly bytes: string;
}

type OwnerInput = Parameters<typeof checkGiven>[1]['beneficialOwners'];

const values = {
  text: 'Some words',
  date: '1990-01-01',
  country: 'DEU',
  email: 'somebody@example.com',
  phone: '+4930901820',
  boolean: 'true',
  url: 'https://www.example.com',
  gender: 'other',
  idType: 'national_id',
} as const satisfies Record<FieldType, string>;

/** A value that the field takes. */
export const valueOf = (kind: Customer['kind'], key: string): string =>
  key === 'idExpiry' ? '2031-01-01' : values[fieldDefinition(kind, key)?.type ?? 'text'];

/** A case by the backend's own rules, without its store: what the API, the page, the checks and people do to it. */
export function modelCase(level: Level) {
  let record: CustomerRecord = {
    customer: customerWith({
      id: 'case',
      kind: level.kind,
      levelId: level.id,
      status: 'CREATED',
      fields: Object.fromEntries(
        level.fields.map(({ key }) => [key, { value: valueOf(level.kind, key), extracted: [] }]),
      ),
      documents: [],
      providers: [],
      screening: { hits: [] },
      rfi: null,
    }),
    guards: {},
    touched: true,
  };
  let run: Run | undefined;
  let minted = 0;
  let at = Date.UTC(2026, 10, 21);
  let rounds = 0;
  const mint = (): string => `made-${(minted += 1)}`;

  const become = (next: CustomerRecord): void => {
    const before = record.customer;
    record = next;
    const begun = runBegun(before, next.customer, at);
    if (begun) run = { ...noRun, ...run, ...begun };
    const isNew = before.status !== 'NEEDS_ADDITIONAL_INFORMATION' && before.status !== 'UNDER_REVIEW';
    if (isNew && next.customer.status === 'UNDER_REVIEW') rounds = 0;
  };
  const set = (over: Partial<Customer>): void =>
    become(changed(record, { set: over, facts: ['status'], device: null, at }));

  const model = {
    get customer(): Customer {
      return record.customer;
    },
    /** How often checks have asked since the case last came under review anew. */
    get rounds(): number {
      return rounds;
    },
    get pending(): readonly string[] {
      return pendingOf(record.customer);
    },
    /** Goes on from here apart from this one. */
    fork: () => {
      const other = modelCase(level);
      other.load({ record, run, minted: minted + 1000, at, rounds });
      return other;
    },
    load: (from: {
      readonly record: CustomerRecord;
      readonly run: Run | undefined;
      readonly minted: number;
      readonly at: number;
      readonly rounds: number;
    }): void => {
      ({ record, run, minted, at, rounds } = from);
    },
    give: (fields: Readonly<Record<string, string | null>>, beneficialOwners?: OwnerInput): boolean => {
      at += 1;
      const current = record.customer;
      const given = checkGiven(level.kind, { fields, ...(beneficialOwners ? { beneficialOwners } : {}) }, { current, mint, at }); // prettier-ignore
      const taken = given.ok ? patched(record, given.value, at) : undefined;
      if (taken?.ok) become(taken.value);
      return taken?.ok ?? false;
    },
    upload: ({ type, side, replaces, bytes }: Upload): boolean => {
      at += 1;
      const meta = { type, ...(side ? { side } : {}), ...(replaces ? { replaces } : {}) };
      const upload = { meta, filename: 'f.png', mime: 'image/png' as const, size: 1, sha256: bytes };
      const done = attach(record, { upload, id: mint(), uploadedBy: 'applicant', at });
      if (done.ok && done.value.record !== record) become(done.value.record);
      return done.ok;
    },
    submit: (): void => {
      at += 1;
      const providers = level.checks.map(name => ({ name, state: 'pending' as const, findings: [] }));
      set({ status: 'UNDER_REVIEW', providers });
    },
    ask: (items: readonly RequestedItem[]): void => {
      at += 1;
      const openedAt = new Date(at).toISOString();
      set({ status: 'NEEDS_ADDITIONAL_INFORMATION', rfi: { id: mint(), openedAt, items: [...items] } });
    },
    decide: (status: 'ACTIVE' | 'REJECTED'): void => {
      at += 1;
      set({ status, rfi: null });
    },
    /** Runs what is pending; every provider says what `outcomeOf` has it say. */
    check: (outcomeOf: (name: string) => ProviderOutcome): Decision | undefined => {
      if (!run || model.pending.length === 0) return undefined;
      at += 1;
      const attempts = new Map(
        model.pending.map(name => [name, { kind: 'ended' as const, outcome: outcomeOf(name) }]),
      );
      const standing = { decides: run.decides === 1, alarmed: run.alarmed === 1, rounds: run.rounds };
      const settled = settle(record, {
        level,
        standing,
        attempts,
        retryAt: undefined,
        riskOf: () => ({ score: 0, band: riskBandOf(0), factors: [] }),
        at,
        newId: mint,
      });
      const after = { ...run, ...standing };
      become(settled.record);
      run = { ...run, ...runSettled(after, record.customer, settled.decision) };
      if (settled.decision.kind === 'ask') rounds += 1;
      return settled.decision;
    },
    /** Answers all that is open as the page of a link asks for it; the number of answers that it took. */
    answerByPage: (): number => answer(() => byPage()),
    /** Answers all that is open as the contract of the API says. */
    answerByApi: (): number => answer(() => byApi()),
  };

  const answer = (next: () => boolean): number => {
    let answers = 0;
    while (record.customer.status === 'NEEDS_ADDITIONAL_INFORMATION') {
      if (!next()) throw new Error(`nothing to give: ${JSON.stringify(record.customer.rfi)}`);
      answers += 1;
      if (answers > 99) throw new Error(`no end: ${JSON.stringify(record.customer.rfi)}`);
    }
    return answers;
  };

  const sayAgain = (key: string): boolean =>
    model.give({ [key]: record.customer.fields[key]?.value ?? valueOf(level.kind, key) });
  const sayOwners = (): boolean => model.give({}, record.customer.beneficialOwners ?? []);

  function byPage(): boolean {
    const asked = askedOf(record.customer, level, { items: null, createdAt: 0 }, at);
    const document = asked.documents.find(one => one.required && !one.answered);
    const field = asked.fields.find(one => !one.answered);
    if (document) return model.upload(uploadOf(document));
    if (asked.owners && !asked.owners.answered) return sayOwners();
    return field !== undefined && sayAgain(field.key);
  }
  const uploadOf = ({ types, side, replaces }: AskedDocument): Upload => {
    const [type = 'other'] = types;
    return { type, side, replaces, bytes: mint() };
  };

  function byApi(): boolean {
    const open = record.customer.rfi?.items.find(({ answeredAt }) => answeredAt == null);
    if (!open) return false;
    const { kind, key } = parseItem(open.item);
    if (kind === 'owner' || open.item === ownersItem) return sayOwners();
    if (kind === 'field') return sayAgain(key);
    if (kind === 'documentType') return model.upload({ type: key as DocumentType, bytes: mint() });
    let now = record.customer.documents.find(({ id }) => id === key);
    for (let next = now; next; next = record.customer.documents.find(one => one.replaces === next?.id))
      now = next;
    return now !== undefined && model.upload({ type: now.type, replaces: now.id, bytes: mint() });
  }

  return model;
}

export type ModelCase = ReturnType<typeof modelCase>;

/** Everything that a person or a check might name of a case. */
export const itemsOf = ({ fields, documents, beneficialOwners }: Customer): readonly string[] => [
  ...Object.keys(fields).map(key => itemOf('field', key)),
  ...documents.map(({ id }) => itemOf('document', id)),
  ...(beneficialOwners ?? []).map(({ id }) => itemOf('owner', id)),
];
