import type { z } from 'zod';
import type { customerPatchSchema } from '../../shared/api/index.ts';
import type { Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import { checkGiven } from './given.ts';
import { patched } from './patch.ts';
import { withImported, type Imported } from './import.ts';
import type { CustomerRecord } from './record.ts';
import { updateCustomer } from './store.ts';

export interface Giving {
  readonly actor: string;
  readonly mint: () => string;
  /** What another service told of the customer. */
  readonly imported?: Imported | undefined;
}

/** Takes fields and owners for a customer, checked field by field. */
export async function giveToCustomer(
  step: Work,
  found: CustomerRecord,
  patch: z.output<typeof customerPatchSchema>,
  { actor, mint, imported }: Giving,
): Promise<Result<Customer, Refusal<'invalid_payload' | 'invalid_transition'>>> {
  const given = checkGiven(found.customer.kind, patch, { current: found.customer, mint, at: step.at });
  if (!given.ok) return given;
  const taken = patched(found, given.value, step.at);
  if (!taken.ok) return taken;
  const next = imported ? withImported(taken.value, imported, step.at) : taken.value;
  const { customer } = next;
  if (next !== found) {
    await updateCustomer(step, next, found);
    step.audit({
      actor,
      action: 'customer.patched',
      customerId: customer.id,
      data: {
        version: customer.version,
        fields: Object.keys(given.value.fields),
        owners: given.value.owners !== undefined,
        ...(imported ? { imported: imported.source, outcome: imported.outcome.state } : {}),
      },
    });
  }
  return ok(customer);
}
