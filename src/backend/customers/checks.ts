import type { Customer, VerificationStatus } from '../../shared/domain/index.ts';
import type { Fact } from './guards.ts';

type Check = Customer['providers'][number];

/** Fields that a watchlist is searched by. */
const screened: ReadonlySet<string> = new Set([
  'field:firstName',
  'field:middleName',
  'field:lastName',
  'field:dateOfBirth',
  'field:nationality',
  'field:countryOfResidence',
  'field:legalName',
  'field:tradingName',
  'field:incorporationCountry',
  'field:registeredAddress.country',
]);

/** Fields by which the line of a letter that bears a whole name is divided into first and last. */
const dividing: ReadonlySet<string> = new Set(['field:firstName', 'field:middleName', 'field:lastName']);

/** Whether what a provider looks at is among these facts. A provider that is not built in may look at everything. */
function concerns(provider: string, facts: readonly Fact[]): boolean {
  const documents = facts.some(fact => fact.startsWith('document:'));
  const fields = facts.some(fact => fact.startsWith('field:'));
  const owners = facts.includes('owners');
  switch (provider) {
    case 'extraction':
      return documents || facts.some(fact => dividing.has(fact));
    case 'document':
      return documents;
    case 'data':
      return documents || fields || owners;
    case 'screening':
      // A document may say another name and date of birth.
      return documents || owners || facts.some(fact => screened.has(fact));
    case 'ownership':
      return owners;
    // An import is not run: it comes with its token.
    case 'sumsub':
      return false;
    default:
      return documents || fields || owners;
  }
}

const pending = (name: string): Check => ({ name, state: 'pending', findings: [] });

const isDone = ({ state }: Check): boolean => state === 'clear' || state === 'alert';

/** What another service said with an import: it stands, however it ended, until another import says something else. */
const isImported = ({ name, state, findings }: Check): boolean =>
  name === 'sumsub' &&
  (state === 'clear' ||
    state === 'alert' ||
    (state === 'rfi' && !findings.some(({ code }) => code === 'sumsub.notImported')));

/**
 * The providers after facts of a case changed: those concerned are to run again, and once a request was answered also
 * those that had asked or could not answer.
 */
export function askAgain(
  { status: from, providers }: Pick<Customer, 'status' | 'providers'>,
  facts: readonly Fact[],
  to: VerificationStatus,
): Check[] {
  const answered = from === 'NEEDS_ADDITIONAL_INFORMATION' && to === 'UNDER_REVIEW';
  return providers.map(check =>
    concerns(check.name, facts) || (answered && !isDone(check) && !isImported(check))
      ? pending(check.name)
      : check,
  );
}

/** So many checks, each pending but where what it said stands; and whatever was imported. */
function asked(
  providers: Customer['providers'],
  names: readonly string[],
  stands: (check: Check) => boolean,
): Check[] {
  const known = new Map(providers.map(check => [check.name, check]));
  const checks = names.map(name => {
    const check = known.get(name);
    return check && (isImported(check) || stands(check)) ? check : pending(name);
  });
  return [...checks, ...providers.filter(check => isImported(check) && !names.includes(check.name))];
}

/** The providers of a case that is submitted: all that have nothing to say of it yet. */
export const askAll = (
  { status, providers }: Pick<Customer, 'status' | 'providers'>,
  names: readonly string[],
): Check[] => asked(providers, names, check => isDone(check) && status !== 'CREATED');

/** The providers of a case that is checked anew, whatever they said before. */
export const askAnew = (providers: Customer['providers'], names: readonly string[]): Check[] =>
  asked(providers, names, () => false);

/** Whether no provider is still to run. */
export const isChecked = ({ providers }: Pick<Customer, 'providers'>): boolean =>
  providers.every(({ state }) => state !== 'pending');
