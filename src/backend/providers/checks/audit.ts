import type { Customer } from '../../../shared/domain/index.ts';
import type { NewAuditEntry } from '../../audit/index.ts';
import type { Decision } from './decide.ts';

const actions = {
  wait: 'checks.waiting',
  ask: 'checks.asked',
  approve: 'checks.approved',
  review: 'checks.reopened',
  people: 'checks.left_to_people',
} as const satisfies Record<Decision['kind'], string>;

/** The audit's entry of what was decided without a person, with all that it was decided on. */
export function auditOf(customer: Customer, decision: Decision): NewAuditEntry {
  const { id, version, levelId, levelVersion, providers, screening, risk } = customer;
  return {
    actor: 'system',
    action: actions[decision.kind],
    customerId: id,
    data: {
      version,
      levelId,
      levelVersion,
      ...(decision.kind === 'people' ? { why: [...decision.why] } : {}),
      ...(decision.kind === 'ask'
        ? { items: decision.items.map(({ item, reasons }) => ({ item, reasons: [...reasons] })) }
        : {}),
      providers: providers.map(({ name, state, findings }) => ({
        name,
        state,
        findings: findings.map(({ code, item }) => ({ code, item: item ?? null })),
      })),
      hits: screening.hits.map(one => ({
        id: one.id,
        score: Math.round(one.score),
        resolution: one.resolution ?? null,
      })),
      risk: {
        score: Math.round(risk.score),
        factors: risk.factors.map(({ code, weight, contribution }) => ({
          code,
          weight: Math.round(weight),
          contribution: Math.round(contribution),
        })),
      },
    },
  };
}
