/** How long the answer to a request with an Idempotency-Key is known. */
export const answersKeptMs = 30 * 24 * 3600 * 1000;
