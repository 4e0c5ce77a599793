import type { HttpFault } from '../ports.ts';

/** OpenSSL's verification results and Node's own TLS codes; everything else is a connection that did not come about. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** The fault behind a socket's error. Errors without a code are bugs and thrown on. */
export function httpFault(error: unknown): HttpFault {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.errors.length > 0 && !code) return httpFault(error.errors[0]);
  if (!code) throw error;
  if (code === 'ETIMEDOUT') return { kind: 'timeout', detail: code.toLowerCase() };
  return { kind: tlsCode.test(code) ? 'tls' : 'unreachable', detail: code.toLowerCase() };
}
