import {
  itemOf,
  itemVerdictSchema,
  outcomeSchema,
  statusAfter,
  type Customer,
} from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { timestampOf } from '../environment.ts';
import type { CustomerStep } from '../store/index.ts';

/** A change of a case, and when it was (epoch milliseconds). */
export type PastStep = CustomerStep & { readonly at: number };

/** What the audit log tells of a case: an entry, and where it is one of a command what that said and how it was answered. */
export interface PastEntry {
  readonly at: number;
  readonly action: string;
  readonly data: unknown;
  readonly payload?: unknown;
  readonly userId?: string;
  readonly result?: unknown;
}

const finishSchema = z.object({
  outcome: outcomeSchema,
  verdicts: z.array(itemVerdictSchema),
  reasons: z.array(z.string()).nullish(),
  request: z.array(z.object({ item: z.string() })),
});
type Finish = z.infer<typeof finishSchema>;

const waitsSchema = z.object({ awaitingSecondApproval: z.literal(true) });
const agreedSchema = z.object({ agree: z.literal(true) });

const dataSchema = z.object({
  version: z.int().nullish(),
  fields: z.array(z.string()).nullish(),
  owners: z.boolean().nullish(),
  type: z.string().nullish(),
  replaces: z.string().nullish(),
  commandId: z.string().nullish(),
  result: z.string().nullish(),
});
type Data = z.infer<typeof dataSchema>;

interface Past {
  readonly customer: Customer;
  /** What the open request still asks for. */
  readonly asked: ReadonlySet<string>;
  /** The decision that waits for its second approval. */
  readonly awaited?: Finish & { readonly by: string };
}

const decided = (past: Past, finish: Finish, by: string, at: number): Past => ({
  asked: new Set(finish.outcome === 'resubmission' ? finish.request.map(({ item }) => item) : []),
  customer: {
    ...past.customer,
    status: statusAfter(finish.outcome),
    check: null,
    awaitingSecondApproval: null,
    lastReview: {
      outcome: finish.outcome,
      verdicts: finish.verdicts,
      reasons: finish.reasons ?? [],
      tags: [],
      by,
      at: timestampOf(at),
    },
  },
});

/** What its customer gave: the last answer to a request, or anything of a verified case, has it looked at again. */
function given({ customer, asked }: Past, answered: (item: string) => boolean): Past {
  const left = new Set([...asked].filter(item => !answered(item)));
  const isAnswered = customer.status === 'NEEDS_ADDITIONAL_INFORMATION' && left.size === 0;
  const status = isAnswered || customer.status === 'ACTIVE' ? 'UNDER_REVIEW' : customer.status;
  return { asked: left, customer: { ...customer, status, awaitingSecondApproval: null } };
}

const withoutCheck = (past: Past): Past => ({ ...past, customer: { ...past.customer, check: null } });

function finished(past: Past, { at, payload, userId = '', result }: PastEntry, { commandId }: Data): Past {
  const finish = finishSchema.safeParse(payload).data;
  if (!finish) return past;
  if (!waitsSchema.safeParse(result).success) return decided(past, finish, userId, at);
  const awaitingSecondApproval = { commandId: commandId ?? '', by: userId };
  return {
    ...past,
    awaited: { ...finish, by: userId },
    customer: { ...past.customer, check: null, awaitingSecondApproval },
  };
}

/** What a command that was applied did, as far as anything is counted of it. */
function applied(past: Past, entry: PastEntry, data: Data): Past {
  const { customer, awaited } = past;
  const startedAt = timestampOf(entry.at);
  switch (entry.action) {
    case 'command.review.start': {
      const check = { id: '', by: entry.userId ?? '', startedAt, expiresAt: startedAt };
      return { ...past, customer: { ...customer, check } };
    }
    case 'command.review.release':
    case 'command.customer.escalate':
      return withoutCheck(past);
    case 'command.review.finish':
      return finished(past, entry, data);
    case 'command.approval.second': {
      const isAgreed = agreedSchema.safeParse(entry.payload).success;
      if (isAgreed && awaited) return decided(past, awaited, awaited.by, entry.at);
      return withoutCheck({ ...past, customer: { ...customer, awaitingSecondApproval: null } });
    }
    case 'command.field.correct':
    case 'command.document.classify':
    case 'command.screening.resolve':
      return { ...past, customer: { ...customer, awaitingSecondApproval: null } };
    case 'command.customer.appeal':
      return { asked: new Set(), customer: { ...customer, status: 'UNDER_REVIEW', check: null } };
    default:
      return past;
  }
}

function after(past: Past, entry: PastEntry, data: Data): Past {
  switch (entry.action) {
    case 'customer.submitted': {
      const set = { status: 'UNDER_REVIEW' as const, submittedAt: timestampOf(entry.at) };
      return { ...past, customer: { ...past.customer, ...set } };
    }
    case 'customer.patched': {
      const items = new Set(data.fields?.map(key => itemOf('field', key)));
      return given(past, item => items.has(item) || (data.owners === true && item.startsWith('owner:')));
    }
    case 'document.received': {
      const items = [itemOf('documentType', data.type ?? ''), itemOf('document', data.replaces ?? '')];
      return given(past, item => items.includes(item));
    }
    default:
      return data.result === 'applied' ? applied(past, entry, data) : past;
  }
}

/** What a case has not had when it begins. */
const blank = {
  status: 'CREATED',
  submittedAt: null,
  lastReview: null,
  check: null,
  rfi: null,
  awaitingSecondApproval: null,
} as const;

/** The history that a case must have had to be as it is, for one that was put into the store whole. */
function likeliest(customer: Customer): readonly PastStep[] {
  const { submittedAt, lastReview, updatedAt, status, createdAt } = customer;
  const created: Customer = { ...customer, ...blank };
  const begin = { before: undefined, after: created, at: Date.parse(createdAt) };
  if (status === 'CREATED' || submittedAt == null) return [begin];
  // Each step has a version of its own, below the one at which the case begins to change.
  const submitted: Customer = { ...created, status: 'UNDER_REVIEW', version: -1 };
  const submission = { before: created, after: submitted, at: Date.parse(submittedAt) };
  if (status === 'UNDER_REVIEW') return [begin, submission];
  const at = Date.parse(lastReview?.at ?? customer.rfi?.openedAt ?? updatedAt);
  const ended = { before: submitted, after: { ...customer, check: null, version: 0 }, at };
  return [begin, submission, ended];
}

/** The case as it was when the log begins: as it was created, or under review where it was put into the store so. */
function beginningOf(customer: Customer, first: PastEntry): readonly PastStep[] {
  if (first.action === 'customer.created') return likeliest({ ...customer, status: 'CREATED', version: 1 });
  const wasSubmitted = customer.submittedAt != null && Date.parse(customer.submittedAt) <= first.at;
  return likeliest({ ...customer, status: wasSubmitted ? 'UNDER_REVIEW' : 'CREATED' });
}

/**
 * The steps by which a case came to be as it is, as the audit log tells them, in its order. Where the log does not lead
 * there (a case was put into the store whole, and changed since), the fewest that do.
 */
export function historyOf(customer: Customer, log: readonly PastEntry[] = []): readonly PastStep[] {
  const [first] = log;
  if (!first) return likeliest(customer);
  const steps = [...beginningOf(customer, first)];
  let past: Past = { customer: steps.at(-1)?.after ?? customer, asked: new Set() };
  for (const entry of log) {
    const data = dataSchema.safeParse(entry.data).data ?? {};
    const before = past.customer;
    const next = after(past, entry, data);
    const version = data.version ?? before.version + (next === past ? 0 : 1);
    if (next !== past) steps.push({ before, after: { ...next.customer, version }, at: entry.at });
    past = { ...next, customer: { ...next.customer, version } };
  }
  return past.customer.status === customer.status ? steps : likeliest(customer);
}
