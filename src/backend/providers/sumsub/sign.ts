import { createHmac } from 'node:crypto';

export interface SumsubKeys {
  readonly appToken: string;
  readonly secretKey: string;
}

export interface SumsubRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, as sent. */
  readonly path: string;
  readonly body?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The headers that authenticate a request to Sumsub's API (docs.sumsub.com, "Authentication"): HMAC-SHA256 in lowercase hex
 * over the time in seconds, the method, path and query, and the body.
 */
export function signedHeaders(
  { appToken, secretKey }: SumsubKeys,
  { method, path, body = '', at }: SumsubRequest,
) {
  const time = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secretKey).update(`${time}${method}${path}${body}`).digest('hex');
  return { 'X-App-Token': appToken, 'X-App-Access-Ts': time, 'X-App-Access-Sig': signature };
}
