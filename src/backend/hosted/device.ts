import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Random } from '../environment.ts';
import type { Keys } from '../identity/index.ts';
import { rememberContact } from '../risk/index.ts';
import type { Work } from '../store/index.ts';

const cookieName = 'sealdesk-device';

/** The page says so where it asks for consent: whoever verifies on the same device later than this is not connected. */
const keptSeconds = 90 * 24 * 3600;

const pattern = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{22})(?:;|$)`);

/** What the device of a request is known by, where its applicant has agreed before. */
export const deviceOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  pattern.exec(headers.cookie ?? '')?.[1];

export const newDevice = (random: Random): string => random.bytes(16).toString('base64url');

/** Has the browser name its device to these pages from now on: a random word, for no script and no other site. */
export function keepDevice(request: FastifyRequest, reply: FastifyReply, device: string): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${cookieName}=${device}; Path=/verify; Max-Age=${keptSeconds}; HttpOnly; SameSite=Strict${secure}`,
  );
}

/** Remembers on which device a customer was verified, for the risk of one that many share. */
export const rememberDevice = (step: Work, keys: Keys, customerId: string, device: string): Promise<void> =>
  rememberContact(step, keys, { customerId, kind: 'device', value: device });
