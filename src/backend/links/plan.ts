import { planSchema, type Plan } from '../../shared/api/index.ts';
import type { CustomerKind } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Queries, Work } from '../store/index.ts';

type PlanKind = 'kyc' | 'kyb';

/** How many verifications a tenant may start in a period; absent: as many as it wants. The operator sets it. */
export type PlanLimits = Readonly<Partial<Record<PlanKind, number>>>;

const planKinds = { individual: 'kyc', business: 'kyb' } as const satisfies Record<CustomerKind, PlanKind>;

/** Reads `kyc=N,kyb=N`, either of the two or both; undefined when it is something else. */
export function planLimitsOf(text: string): PlanLimits | undefined {
  const parts = text.split(',').map(part => /^(kyc|kyb)=(\d{1,9})$/.exec(part));
  const limits = Object.fromEntries(parts.map(part => [part?.[1] ?? '', Number(part?.[2])]));
  return parts.includes(null) || Object.keys(limits).length < parts.length ? undefined : limits;
}

/** The calendar month (UTC) that a time lies in; `to` is the first moment after it. */
export function periodOf(at: number): { readonly from: number; readonly to: number } {
  const day = new Date(at);
  const month = (offset: number): number => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset, 1);
  return { from: month(0), to: month(1) };
}

/** The operator's limits for this tenant alone, if it has any, or else those for each. */
async function limitsOf(
  { db, tenantId }: Pick<Work, 'tenantId'> & { readonly db: Queries },
  limits: PlanLimits,
): Promise<PlanLimits> {
  const own = await db
    .selectFrom('planLimit')
    .select(['kind', 'most'])
    .where('tenantId', '=', tenantId)
    .execute();
  if (own.length === 0) return limits;
  return Object.fromEntries(own.flatMap(({ kind, most }) => (most === null ? [] : [[kind, most]])));
}

const publishPlan = (step: Work, plan: Plan): void =>
  step.publish({ entity: 'plan', id: 'plan', op: 'upsert', version: step.at, data: JSON.stringify(plan) });

/** Gives a tenant limits of its own; a kind that is not named has none. */
export async function setPlanLimits(step: Work, limits: PlanLimits, actor: string): Promise<void> {
  const rows = (['kyc', 'kyb'] as const).map(kind => ({
    tenantId: step.tenantId,
    kind,
    most: limits[kind] ?? null,
  }));
  await step.insertRows('planLimit', rows, ['tenantId', 'kind']);
  publishPlan(step, await planOf(step, limits));
  step.audit({ actor, action: 'plan.set', data: { ...limits } });
}

/** What a tenant may use and has used in the period that `at` lies in. */
export async function planOf(
  { db, tenantId, at }: Pick<Work, 'tenantId' | 'at'> & { readonly db: Queries },
  forEach: PlanLimits,
): Promise<Plan> {
  const limits = await limitsOf({ db, tenantId }, forEach);
  const { from, to } = periodOf(at);
  const rows = await db
    .selectFrom('planUse')
    .select(['kind', 'used'])
    .where('tenantId', '=', tenantId)
    .where('period', '=', from)
    .execute();
  const use = (kind: PlanKind) => ({
    ...(limits[kind] === undefined ? {} : { limit: limits[kind] }),
    used: rows.find(row => row.kind === kind)?.used ?? 0,
  });
  return { period: { from: timestampOf(from), to: timestampOf(to) }, kyc: use('kyc'), kyb: use('kyb') };
}

/** Refused when the verifications of a kind are used up. Nothing is written: a refused work commits what it wrote. */
export async function placeFree(
  step: Work,
  limits: PlanLimits,
  kind: CustomerKind,
): Promise<Result<void, Refusal<'plan_limit_reached'>>> {
  const planKind = planKinds[kind];
  const { limit, used } = (await planOf(step, limits))[planKind];
  if (limit == null || used < limit) return ok(undefined);
  const name = planKind.toUpperCase();
  return refuse('plan_limit_reached', `The plan's ${limit} ${name} verifications of this month are used up.`);
}

/**
 * Counts one more verification of a kind. The tenant's work is alone in its transaction, so that of many requests for the
 * last place one finds it free and takes it.
 */
export async function takePlace(step: Work, limits: PlanLimits, kind: CustomerKind): Promise<void> {
  const planKind = planKinds[kind];
  const plan = await planOf(step, limits);
  const used = plan[planKind].used + 1;
  const key = { tenantId: step.tenantId, period: periodOf(step.at).from, kind: planKind };
  await step.insertRows('planUse', [{ ...key, used }], ['tenantId', 'period', 'kind']);
  publishPlan(step, { ...plan, [planKind]: { ...plan[planKind], used } });
}

/** The tenant's plan, where its limits are others than workstations were told last. */
async function untoldPlan(
  of: Pick<Work, 'tenantId' | 'at'> & { readonly db: Queries },
  forEach: PlanLimits,
): Promise<Plan | undefined> {
  const told = await of.db
    .selectFrom('change')
    .select('data')
    .where('tenantId', '=', of.tenantId)
    .where('entity', '=', 'plan')
    .where('entityId', '=', 'plan')
    .executeTakeFirst();
  const last = told?.data == null ? undefined : planSchema.parse(JSON.parse(told.data));
  const plan = await planOf(of, forEach);
  const isTold = plan.kyc.limit === last?.kyc.limit && plan.kyb.limit === last?.kyb.limit;
  return isTold ? undefined : plan;
}

/** Tells the workstations of each tenant of limits that the operator changed while nothing ran: they count by what they were told. */
export async function publishPlans(
  { store, work, clock }: Pick<Context, 'store' | 'work' | 'clock'>,
  forEach: PlanLimits,
): Promise<void> {
  const tenants = await store.reader.selectFrom('tenant').select('id').execute();
  for (const { id: tenantId } of tenants) {
    if (!(await untoldPlan({ db: store.reader, tenantId, at: clock.now() }, forEach))) continue;
    await work(tenantId, async step => {
      // Another process that started with this one may have told them.
      const plan = await untoldPlan(step, forEach);
      if (plan) publishPlan(step, plan);
    });
  }
}
