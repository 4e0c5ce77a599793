import { linkStateAt, type LinkState, type Locale, type Plan } from '../../../shared/api/index.ts';
import type { CustomerKind, Level } from '../../../shared/domain/index.ts';
import type { LinkRow } from '../../../shared/ipc/index.ts';

export const stateLabels = {
  active: 'Not opened',
  opened: 'Opened',
  completed: 'Completed',
  expired: 'Expired',
  revoked: 'Revoked',
} as const satisfies Record<LinkState, string>;

/** What the design and integrators call a verification of each kind. */
export const kindWords = { individual: 'KYC', business: 'KYB' } as const satisfies Record<
  CustomerKind,
  string
>;

/** Each in itself, as on the applicant's page; the first leaves it to the applicant's browser. */
export const languages: readonly { readonly value: Locale | 'theirs'; readonly label: string }[] = [
  { value: 'theirs', label: 'Their own' },
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'fr', label: 'Français' },
  { value: 'es', label: 'Español' },
  { value: 'ar', label: 'العربية' },
];

/** Whether somebody can still use it. */
export const isLive = (link: LinkRow, now: number): boolean =>
  ['active', 'opened'].includes(linkStateAt(link, now));

/**
 * Whether there is anything to revoke: the address of one that was completed leads to what is asked later, as long as its
 * time lasts.
 */
export const isRevocable = ({ state, expiresAt }: LinkRow, now: number): boolean =>
  state !== 'revoked' && Date.parse(expiresAt) > now;

/** In its two largest units ("23 h 05 m", "1 m 05 s"), or nothing once it is over. */
export function expiryWords(link: LinkRow, now: number): string {
  if (!isLive(link, now)) return '';
  const [hours, minutes, seconds] = clockLeft(link.expiresAt, now).split(':');
  return hours === '00' ? `${Number(minutes)} m ${seconds} s` : `${Number(hours)} h ${minutes} m`;
}

/** Hours, minutes and seconds that are left: "23:59:07". */
export function clockLeft(expiresAt: string, now: number): string {
  const seconds = Math.max(0, Math.floor((Date.parse(expiresAt) - now) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return parts.map(part => String(part).padStart(2, '0')).join(':');
}

export interface PlanUse {
  readonly kind: 'KYC' | 'KYB';
  readonly used: number;
  readonly limit: number | undefined;
  readonly full: boolean;
  /** When the next period begins, RFC 3339. */
  readonly until: string;
}

export function planUse(plan: Plan, kind: CustomerKind): PlanUse {
  const { used, limit } = kind === 'individual' ? plan.kyc : plan.kyb;
  return {
    kind: kindWords[kind],
    used,
    limit: limit ?? undefined,
    full: limit != null && used >= limit,
    until: plan.period.to,
  };
}

/** What an applicant can be told already: what names them, and where to write to. */
const prefillable = ['firstName', 'lastName', 'legalName', 'email'];

export const prefilledFields = (level: Level): Level['fields'] =>
  level.fields.filter(({ key }) => prefillable.includes(key));
