import { lineSchema, scopes, scopeSchema, type Scope } from '../../shared/api/index.ts';
import { roleSchema, type Role } from '../../shared/domain/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import { planLimitsOf, type PlanLimits } from '../links/index.ts';
import { parseRetention, type OwnRetention } from '../retention/index.ts';

/** What the operator may ask for beside serving; each is about one tenant. */
export type AdminCommand =
  | {
      readonly kind: 'user-add';
      readonly email: string;
      readonly name: string;
      readonly roles: readonly Role[];
    }
  | { readonly kind: 'user-list' }
  | { readonly kind: 'user-disable'; readonly email: string }
  | { readonly kind: 'user-enable'; readonly email: string }
  | { readonly kind: 'user-set-roles'; readonly email: string; readonly roles: readonly Role[] }
  | { readonly kind: 'user-reset-password'; readonly email: string }
  | {
      readonly kind: 'user-totp';
      readonly email: string;
      readonly step: 'enrol' | 'remove' | { readonly code: string };
    }
  | { readonly kind: 'key-add'; readonly name: string; readonly scopes: readonly Scope[] }
  | { readonly kind: 'key-list' }
  | { readonly kind: 'key-revoke'; readonly id: string }
  | { readonly kind: 'device-list' }
  | { readonly kind: 'device-wipe'; readonly id: string }
  | { readonly kind: 'device-revoke'; readonly id: string }
  | { readonly kind: 'plan-set'; readonly limits: PlanLimits }
  | { readonly kind: 'retention-set'; readonly retention: OwnRetention };

export const adminUsage = `  npm run backend -- user add EMAIL NAME ROLE[,…]      user list
  npm run backend -- user disable EMAIL                user enable EMAIL
  npm run backend -- user set-roles EMAIL ROLE[,…]     user reset-password EMAIL
  npm run backend -- user totp EMAIL                   a new secret for an authenticator app, where none is in use
  npm run backend -- user totp EMAIL CODE              asks for codes from now on
  npm run backend -- user totp EMAIL off               asks for none any more
  npm run backend -- key add NAME SCOPE[,…]|all        key list       key revoke ID
  npm run backend -- device list                       device wipe ID device revoke ID
  npm run backend -- plan set kyc=N,kyb=N              a tenant's own limits; a kind not named has none
  npm run backend -- tenant retention STATUS=DAYS[,…]  for how long a tenant keeps its cases, in days or never;
                         a status that is not named keeps what it has
                         each with [--tenant ID] [--db URL] [--keys FILE]; --password-stdin reads a password's line`;

const rolesSchema = z.array(roleSchema).min(1);
const scopesSchema = z.array(scopeSchema).min(1);
const emailSchema = z.email().max(320);
const nameSchema = lineSchema({ least: 1, most: 200 });

/** What a person, a key or a tenant is to be called, as everybody reads it; undefined where nobody could. */
export const nameOf = (text: string): string | undefined => nameSchema.safeParse(text.trim()).data;

const unreadable = 'A name has 1 to 200 letters in one line.';

const listOf = (text: string): readonly string[] => [...new Set(text.split(',').map(word => word.trim()))];

function rolesIn(text: string): Result<readonly Role[], string> {
  const roles = rolesSchema.safeParse(listOf(text));
  return roles.success ? ok(roles.data) : fail(`Roles are ${roleSchema.options.join(', ')}.`);
}

function userCommand(
  verb: string,
  [email = '', ...rest]: readonly string[],
): Result<AdminCommand, string> | undefined {
  const [first = '', second = ''] = rest;
  switch (`${verb} ${rest.length}`) {
    case 'add 2': {
      if (!emailSchema.safeParse(email).success)
        return fail('The first word after "user add" is an e-mail address.');
      const name = nameOf(first);
      if (name === undefined) return fail(unreadable);
      const roles = rolesIn(second);
      return roles.ok ? ok({ kind: 'user-add', email, name, roles: roles.value }) : roles;
    }
    case 'list 0':
      return email === '' ? ok({ kind: 'user-list' }) : undefined;
    case 'disable 0':
      return ok({ kind: 'user-disable', email });
    case 'enable 0':
      return ok({ kind: 'user-enable', email });
    case 'set-roles 1': {
      const roles = rolesIn(first);
      return roles.ok ? ok({ kind: 'user-set-roles', email, roles: roles.value }) : roles;
    }
    case 'reset-password 0':
      return ok({ kind: 'user-reset-password', email });
    case 'totp 0':
      return ok({ kind: 'user-totp', email, step: 'enrol' });
    case 'totp 1':
      if (first === 'off') return ok({ kind: 'user-totp', email, step: 'remove' });
      return /^\d{6}$/.test(first)
        ? ok({ kind: 'user-totp', email, step: { code: first } })
        : fail('A one-time code has six digits.');
    default:
      return undefined;
  }
}

function keyCommand(verb: string, rest: readonly string[]): Result<AdminCommand, string> | undefined {
  const [first = '', second = ''] = rest;
  switch (`${verb} ${rest.length}`) {
    case 'add 2': {
      const granted = scopesSchema.safeParse(second === 'all' ? scopes : listOf(second));
      if (!granted.success) return fail(`Scopes are all, or some of ${scopes.join(', ')}.`);
      const name = nameOf(first);
      return name === undefined ? fail(unreadable) : ok({ kind: 'key-add', name, scopes: granted.data });
    }
    case 'list 0':
      return ok({ kind: 'key-list' });
    case 'revoke 1':
      return ok({ kind: 'key-revoke', id: first });
    default:
      return undefined;
  }
}

function deviceCommand(verb: string, rest: readonly string[]): Result<AdminCommand, string> | undefined {
  const [id = ''] = rest;
  switch (`${verb} ${rest.length}`) {
    case 'list 0':
      return ok({ kind: 'device-list' });
    case 'wipe 1':
      return ok({ kind: 'device-wipe', id });
    case 'revoke 1':
      return ok({ kind: 'device-revoke', id });
    default:
      return undefined;
  }
}

function planCommand(
  verb: string,
  [text = '', ...rest]: readonly string[],
): Result<AdminCommand, string> | undefined {
  if (verb !== 'set' || rest.length > 0) return undefined;
  const limits = planLimitsOf(text);
  return limits
    ? ok({ kind: 'plan-set', limits })
    : fail('plan set takes numbers of verifications, as in kyc=100,kyb=20.');
}

function tenantCommand(
  verb: string,
  [periods = '', ...rest]: readonly string[],
): Result<AdminCommand, string> | undefined {
  if (verb !== 'retention' || rest.length > 0) return undefined;
  const retention = parseRetention(periods);
  return retention
    ? ok({ kind: 'retention-set', retention })
    : fail(
        'tenant retention takes days or never by status, as in CREATED=60,REJECTED=never; 30 days at the least.',
      );
}

const nouns = {
  user: userCommand,
  key: keyCommand,
  device: deviceCommand,
  plan: planCommand,
  tenant: tenantCommand,
} as const;

/** Whether a command is about a password, which is read or made. */
export const takesPassword = ({ kind }: AdminCommand): boolean =>
  kind === 'user-add' || kind === 'user-reset-password';

/** Reads the words of an admin's command; undefined where they are none. */
export function adminCommandOf(words: readonly string[]): Result<AdminCommand, string> | undefined {
  const [noun = '', verb = '', ...rest] = words;
  const isNoun = (text: string): text is keyof typeof nouns => Object.hasOwn(nouns, text);
  return isNoun(noun) ? nouns[noun](verb, rest) : undefined;
}
