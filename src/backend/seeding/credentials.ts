import { createHmac } from 'node:crypto';
import type { Role } from '../../shared/domain/index.ts';

export interface SampleUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

// Without letters that are easily taken for one another: these passwords are typed by people who try the product.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const derived = (seed: string, what: string): Buffer =>
  createHmac('sha256', `sealdesk/sample/${seed}`).update(what).digest();

const passwordOf = (seed: string, email: string): string =>
  [...derived(seed, email).subarray(0, 12)]
    .map(byte => alphabet[byte % alphabet.length])
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-');

const people: readonly (readonly [account: string, name: string, role: Role])[] = [
  ['analyst', 'Ana Lindqvist', 'analyst'],
  ['analyst2', 'Tomás Okafor', 'analyst'],
  ['supervisor', 'Ingrid Sato', 'supervisor'],
  ['supervisor2', 'Marek Dubois', 'supervisor'],
  ['admin', 'Priya Novak', 'admin'],
  ['auditor', 'Jonas Haddad', 'auditor'],
];

/** One user per role, two where a second pair of eyes is needed. Known to whoever knows the seed: for sample data only. */
export const sampleUsers = (seed: string): readonly SampleUser[] =>
  people.map(([account, name, role]) => {
    const email = `${account}@sample.example`;
    return { email, name, password: passwordOf(seed, email), roles: [role] };
  });

/** The integrator's key of the sample tenant. */
export const sampleApiKey = (seed: string): string => `sk_${derived(seed, 'api-key').toString('base64url')}`;
