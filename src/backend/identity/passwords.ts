import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for Argon2id on a server: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, parameters);

/** A hash that no password has; compared with where the account is unknown, so that the answer takes as long. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export const passwordFits = (stored: string, password: string): Promise<boolean> => verify(stored, password);
