import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The backend's origin and path from what a person typed: `cases.example.com`, `https://…/sealdesk/`,
 * `localhost:8080`. https is added where no scheme is given (http for this machine), and demanded elsewhere.
 */
export function readAddress(typed: string): Result<string, IpcProblem> {
  const text = typed.trim();
  const host = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const bare = host === text;
  const isLocal = loopback.test(host.replace(/(:\d+)?([/?#].*)?$/, '').toLowerCase());
  const url = parse(bare ? `${isLocal ? 'http' : 'https'}://${text}` : text);
  // To URL a backslash is a slash, and a colon without a port is nothing: `https:/name` would be the host `https`.
  if (!url || text.includes('\\') || (bare && /^[^[/]*:(?!\d)/.test(text))) return refuse('not_an_address');
  if (url.username || url.password) return refuse('credentials_in_address');
  if (/[?#]/.test(text)) return refuse('query_in_address');
  const secure = url.protocol === 'https:';
  if (!secure && !(url.protocol === 'http:' && loopback.test(url.hostname))) return refuse('https_required');
  return ok(url.origin + url.pathname.replace(/\/+$/, ''));
}

const refuse = (detail: string): Result<string, IpcProblem> => fail(problem('address_invalid', { detail }));

function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url;
  } catch {
    return undefined;
  }
}
