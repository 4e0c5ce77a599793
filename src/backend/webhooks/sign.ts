import { createHmac } from 'node:crypto';

export interface Signed {
  readonly id: string;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** The value of `webhook-signature` (Standard Webhooks): one signature for each secret, the newest secret first. */
export const signatureOf = ({ id, timestamp, body }: Signed, secrets: readonly Uint8Array[]): string =>
  secrets
    .map(secret => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map(signature => `v1,${signature}`)
    .join(' ');
