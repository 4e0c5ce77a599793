import type { z } from 'zod';
import type { newLinkSchema } from '../../shared/api/index.ts';
import type { Customer, Item, Level } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { createCustomer, findCustomer, missingItems } from '../customers/index.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { tokenHash } from '../identity/index.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import { placeFree, takePlace, type PlanLimits } from './plan.ts';
import { insertLink, type LinkRecord } from './store.ts';

type Body = z.output<typeof newLinkSchema>;

export interface Making {
  readonly actor: string;
  /** A user's id, or `integrator`. */
  readonly createdBy: string;
  readonly mint: () => string;
  readonly limits: PlanLimits;
  /** The token of a link id. */
  readonly tokenOf: (id: string) => string;
}

type Refused = Refusal<'not_found' | 'invalid_payload' | 'invalid_transition' | 'plan_limit_reached'>;

const wrong = (path: string, message: string) =>
  refuse('invalid_payload', 'Such a link can not be made.', { errors: [{ path: `body.${path}`, message }] });

/** What may be asked of a customer: what its level misses by now, all that an open request names, and what will be missing soon. */
function askable(customer: Customer, level: Level, at: number) {
  const requested = customer.status === 'NEEDS_ADDITIONAL_INFORMATION' ? (customer.rfi?.items ?? []) : [];
  const missing = missingItems(customer, level, at);
  const itemsOf = (some: readonly { readonly item: Item }[]): ReadonlySet<Item> =>
    new Set(some.map(({ item }) => item));
  return {
    now: itemsOf([...missing.filter(({ isEarly }) => isEarly !== true), ...requested]),
    all: itemsOf([...missing, ...requested]),
  };
}

/** A customer is counted with its first link, and never again. */
async function isCounted({ db, tenantId }: Work, customerId: string): Promise<boolean> {
  const link = await db
    .selectFrom('link')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .limit(1)
    .executeTakeFirst();
  return link !== undefined;
}

async function existingCustomer(
  step: Work,
  body: Body,
  id: string,
  { limits }: Making,
): Promise<Result<Customer, Refused>> {
  const found = await findCustomer(step.db, step.tenantId, id);
  if (!found) return refuse('not_found', 'There is no such customer.');
  const { customer } = found;
  if (body.fields) return wrong('fields', 'only a new customer is made with fields');
  if (customer.kind !== body.kind) return wrong('kind', 'the customer is of another kind');
  if (customer.levelId !== body.levelId) return wrong('levelId', 'the customer is of another level');
  if (customer.status === 'REJECTED') {
    return refuse('invalid_transition', 'A rejected case takes no more information.');
  }
  const level = await findLevel(step, customer.levelId, customer.levelVersion);
  if (!level) throw new Error('a customer of an unknown level');
  const open = askable(customer, level, step.at);
  const stray = (body.items ?? []).findIndex(item => !open.all.has(item));
  if (stray >= 0) return wrong(`items.${stray}`, 'is neither missing nor requested');
  // A case that was not submitted yet can be, even when nothing is missing.
  if (body.items === undefined && open.now.size === 0 && customer.status !== 'CREATED')
    return wrong('customerId', 'nothing is missing of it');
  if (await isCounted(step, id)) return ok(customer);
  const free = await placeFree(step, limits, customer.kind);
  if (!free.ok) return free;
  await takePlace(step, limits, customer.kind);
  return ok(customer);
}

async function newCustomer(step: Work, body: Body, making: Making): Promise<Result<Customer, Refused>> {
  if (body.items) return wrong('items', 'are asked of an existing customer');
  const { kind, levelId, fields = {} } = body;
  const free = await placeFree(step, making.limits, kind);
  if (!free.ok) return free;
  const made = await createCustomer(step, { kind, levelId, fields }, making);
  if (made.ok) await takePlace(step, making.limits, kind);
  return made;
}

/** Makes a link, and its customer where it names none. */
export async function makeLink(step: Work, body: Body, making: Making): Promise<Result<LinkRecord, Refused>> {
  const { tenantId, at } = step;
  const customer =
    body.customerId === undefined
      ? await newCustomer(step, body, making)
      : await existingCustomer(step, body, body.customerId, making);
  if (!customer.ok) return customer;
  const { kind, levelId, levelVersion, id: customerId } = customer.value;
  const level = await findLevel(step, levelId, levelVersion);
  if (!level) throw new Error('a customer of an unknown level');
  const id = making.mint();
  const link: LinkRecord = {
    tenantId,
    id,
    kind,
    levelId,
    customerId,
    tokenHash: tokenHash(making.tokenOf(id)),
    state: 'active',
    locale: body.locale ?? null,
    items: body.items ? [...new Set(body.items)] : null,
    steps: [],
    version: 1,
    createdAt: at,
    expiresAt: at + level.linkTtlHours * 3600_000,
    openedAt: null,
    completedAt: null,
    createdBy: making.createdBy,
  };
  await insertLink(step, link);
  step.audit({
    actor: making.actor,
    action: 'link.created',
    customerId,
    data: { linkId: id, kind, levelId, items: link.items, expiresAt: link.expiresAt },
  });
  return ok(link);
}
