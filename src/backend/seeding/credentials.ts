import type { Role } from '../../shared/domain/index.ts';
import type { Keys } from '../identity/index.ts';

export interface SampleUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

// Without letters that are easily taken for one another: these passwords are typed by people who try the product.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const passwordOf = (keys: Keys, email: string): string =>
  [...keys.derive('sample-password', email).subarray(0, 12)]
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

/**
 * One user per role, two where a second pair of eyes is needed. Their passwords come from the store's key file: no two
 * stores share them, and each start can show them again.
 */
export const sampleUsers = (keys: Keys): readonly SampleUser[] =>
  people.map(([account, name, role]) => {
    const email = `${account}@sample.example`;
    return { email, name, password: passwordOf(keys, email), roles: [role] };
  });

/** The integrator's key of the sample tenant. */
export const sampleApiKey = (keys: Keys): string =>
  `sk_${keys.derive('sample-api-key').toString('base64url')}`;
