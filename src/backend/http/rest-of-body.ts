import type { IncomingMessage } from 'node:http';

/** So much of a body that nobody wants is read, so long at most. */
const mostBytes = 64 << 20;
const longestMs = 30_000;

/**
 * Reads what is left of a request's body and throws it away; false when it is too much or takes too long. An answer
 * goes out after that: a connection that ends with unread bytes in it is reset, and the answer is lost on the way.
 */
export function passRestOfBody(request: IncomingMessage): Promise<boolean> {
  const { headers, complete, destroyed } = request;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasBody || complete || destroyed) return Promise.resolve(true);
  if (Number(headers['content-length']) > mostBytes) return Promise.resolve(false);
  return new Promise(resolve => {
    let read = 0;
    const end = (whole: boolean): void => {
      clearTimeout(timer);
      resolve(whole);
    };
    const timer = setTimeout(() => end(false), longestMs);
    request.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > mostBytes) end(false);
    });
    request.once('end', () => end(true));
    // A peer that breaks off is not there for the answer either.
    request.once('close', () => end(true));
    request.on('error', () => end(true));
    request.resume();
  });
}
