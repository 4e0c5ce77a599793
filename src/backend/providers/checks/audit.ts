import type { Customer, Level } from '../../../shared/domain/index.ts';
import type { NewAuditEntry } from '../../audit/index.ts';
import { isPoliticallyExposed, listsNaming, type Sharing } from '../../risk/index.ts';
import type { Decision } from './decide.ts';

const actions = {
  wait: 'checks.waiting',
  ask: 'checks.asked',
  approve: 'checks.approved',
  review: 'checks.reopened',
  people: 'checks.left_to_people',
} as const satisfies Record<Decision['kind'], string>;

/** What a decision was made from beside the case itself. */
export interface Grounds {
  readonly level: Level;
  readonly sharing: Sharing;
}

/**
 * The audit's entry of what was decided without a person, with all that it was decided on. The evidence of a factor is said
 * by what it is made of: numbers, and the lists with their day; never by a name or a country, which the log would keep.
 */
export function auditOf(customer: Customer, decision: Decision, { level, sharing }: Grounds): NewAuditEntry {
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
        // A score is whole: one below 12.5, as a level of an earlier version may say, is one below 13.
        autoApproveBelow: level.autoApproveBelow == null ? null : Math.ceil(level.autoApproveBelow),
        sharing: sharing.sharing,
        sharingWithinDay: sharing.recent,
        countryLists: listsNaming(customer).map(({ code, date }) => `${code} ${date}`),
        politicallyExposed: isPoliticallyExposed(customer),
        factors: risk.factors.map(({ code, weight, contribution }) => ({
          code,
          weight: Math.round(weight),
          contribution: Math.round(contribution),
        })),
      },
    },
  };
}
