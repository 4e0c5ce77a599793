import type { z } from 'zod';
import type { newCustomerSchema } from '../../shared/api/index.ts';
import { riskBandOf, type Customer, type Level } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { findLevel } from '../levels/index.ts';
import type { Queries, Work } from '../store/index.ts';
import type { Giving } from './give.ts';
import { checkGiven } from './given.ts';
import { withImported } from './import.ts';
import { nameOf } from './name.ts';
import type { CustomerRecord } from './record.ts';
import { insertCustomers } from './store.ts';

type NewCustomer = z.output<typeof newCustomerSchema>;

/** Where a tenant's data are read: in a transaction or outside of one. */
interface From {
  readonly db: Queries;
  readonly tenantId: string;
}

/** What a new customer is measured by. */
export interface Around {
  /** The newest version of the level with an id. */
  readonly level: Level | undefined;
  /** Whether another customer has its `externalId`. */
  readonly isTaken: boolean;
}

/** A customer of a level as it begins, with what was given checked field by field; nothing is written. */
export function newCustomer(
  body: NewCustomer,
  { level, isTaken }: Around,
  { mint, imported }: Giving,
  at: number,
): Result<CustomerRecord, Refusal<'invalid_payload'>> {
  if (!level || level.kind !== body.kind) {
    const errors = [{ path: 'body.levelId', message: `no level for this kind` }];
    return refuse('invalid_payload', 'There is no such level for this kind of customer.', { errors });
  }
  const given = checkGiven(body.kind, body, { current: undefined, mint, at });
  if (!given.ok) return given;
  if (isTaken) {
    const errors = [{ path: 'body.externalId', message: 'already used' }];
    return refuse('invalid_payload', 'Another customer has this externalId.', { errors });
  }
  const fields = Object.fromEntries(
    Object.entries(given.value.fields).map(([key, value]) => [key, { value, extracted: [] }]),
  );
  const customer: Customer = {
    id: mint(),
    externalId: body.externalId ?? null,
    kind: body.kind,
    levelId: level.id,
    levelVersion: level.version,
    name: nameOf({ kind: body.kind, fields }),
    status: 'CREATED',
    reviewStatus: 'Pending',
    leadStatus: 'not_started',
    version: 1,
    fields,
    ...(body.kind === 'business' ? { beneficialOwners: [...(given.value.owners ?? [])] } : {}),
    documents: [],
    providers: [],
    screening: { hits: [] },
    risk: { score: 0, band: riskBandOf(0), factors: [] },
    createdAt: timestampOf(at),
    updatedAt: timestampOf(at),
  };
  const fresh = { customer, guards: {}, touched: false };
  return ok(imported ? asNew(withImported(fresh, imported, at)) : fresh);
}

/** Which of these ids of an integrator's other customers have already. */
export async function takenExternalIds(
  { db, tenantId }: From,
  externalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (externalIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('customer')
    .select('externalId')
    .where('tenantId', '=', tenantId)
    .where('externalId', 'in', externalIds)
    .execute();
  return new Set(rows.flatMap(({ externalId }) => externalId ?? []));
}

/** Puts new customers into the store. */
export async function addCustomers(
  step: Work,
  records: readonly CustomerRecord[],
  { actor, imported }: Giving,
): Promise<void> {
  await insertCustomers(step, records);
  for (const { customer } of records) {
    const { id: customerId, kind, levelId, levelVersion } = customer;
    step.audit({
      actor,
      action: 'customer.created',
      customerId,
      data: {
        kind,
        levelId,
        levelVersion,
        ...(imported ? { imported: imported.source, outcome: imported.outcome.state } : {}),
      },
    });
  }
}

/** A customer of the newest version of a level as it would be made now; nothing is written. */
export async function possibleCustomer(
  from: From & Pick<Work, 'at'>,
  body: NewCustomer,
  giving: Giving,
): Promise<Result<CustomerRecord, Refusal<'invalid_payload'>>> {
  const taken = await takenExternalIds(from, body.externalId === undefined ? [] : [body.externalId]);
  const around = { level: await findLevel(from, body.levelId), isTaken: taken.size > 0 };
  return newCustomer(body, around, giving, from.at);
}

/** Makes a customer of the newest version of a level. */
export async function createCustomer(
  step: Work,
  body: NewCustomer,
  giving: Giving,
): Promise<Result<Customer, Refusal<'invalid_payload'>>> {
  const made = await possibleCustomer(step, body, giving);
  if (!made.ok) return made;
  await addCustomers(step, [made.value], giving);
  return ok(made.value.customer);
}

/** What was imported with the creation is part of the first version. */
const asNew = ({ customer, touched }: CustomerRecord): CustomerRecord => ({
  customer: { ...customer, version: 1 },
  guards: {},
  touched,
});
