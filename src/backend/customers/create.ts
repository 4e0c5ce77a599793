import type { z } from 'zod';
import type { newCustomerSchema } from '../../shared/api/index.ts';
import { riskBandOf, type Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import type { Giving } from './give.ts';
import { checkGiven } from './given.ts';
import { withImported } from './import.ts';
import { nameOf } from './name.ts';
import type { CustomerRecord } from './record.ts';
import { insertCustomer } from './store.ts';

/** Makes a customer of the newest version of a level, with what was given checked field by field. */
export async function createCustomer(
  step: Work,
  body: z.output<typeof newCustomerSchema>,
  { actor, mint, imported }: Giving,
): Promise<Result<Customer, Refusal<'invalid_payload'>>> {
  const level = await findLevel(step, body.levelId);
  if (!level || level.kind !== body.kind) {
    const errors = [{ path: 'body.levelId', message: `no level for this kind` }];
    return refuse('invalid_payload', 'There is no such level for this kind of customer.', { errors });
  }
  const given = checkGiven(body.kind, body, { current: undefined, mint, at: step.at });
  if (!given.ok) return given;
  if (body.externalId !== undefined) {
    const taken = await step.db
      .selectFrom('customer')
      .select('id')
      .where('tenantId', '=', step.tenantId)
      .where('externalId', '=', body.externalId)
      .executeTakeFirst();
    const errors = [{ path: 'body.externalId', message: 'already used' }];
    if (taken) return refuse('invalid_payload', 'Another customer has this externalId.', { errors });
  }
  const fields = Object.fromEntries(
    Object.entries(given.value.fields).map(([key, value]) => [key, { value, extracted: [] }]),
  );
  const at = timestampOf(step.at);
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
    createdAt: at,
    updatedAt: at,
  };
  const fresh = { customer, guards: {}, touched: false };
  const made = imported ? asNew(withImported(fresh, imported, step.at)) : fresh;
  await insertCustomer(step, made);
  step.audit({
    actor,
    action: 'customer.created',
    customerId: customer.id,
    data: {
      kind: customer.kind,
      levelId: level.id,
      levelVersion: level.version,
      ...(imported ? { imported: imported.source, outcome: imported.outcome.state } : {}),
    },
  });
  return ok(made.customer);
}

/** What was imported with the creation is part of the first version. */
const asNew = ({ customer, touched }: CustomerRecord): CustomerRecord => ({
  customer: { ...customer, version: 1 },
  guards: {},
  touched,
});
