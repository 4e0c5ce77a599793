import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { appScheme, contentSecurityPolicy } from './security.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.icc': 'application/vnd.iccprofile',
};

/** Must run before the app is ready. Without `corsEnabled`: nobody else's page may read ours. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file under `root` that a page address names; undefined when it names none of ours. */
export function pageFile(root: string, address: string): string | undefined {
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== 'app') return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) && extname(file) in contentTypes ? file : undefined;
}

/** Serves the built window from `root` (a folder) under the app's own scheme, and nothing else. */
export function servePages(session: Session, root: string): void {
  session.protocol.handle(appScheme, async request => {
    const file = pageFile(root, request.url);
    if (!file) return new Response('Not found', { status: 404 });
    try {
      const bytes = await readFile(file);
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': contentSecurityPolicy,
          'cross-origin-opener-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    } catch (error) {
      // A path may also end in a folder, or go on behind a file.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) throw error;
      return new Response('Not found', { status: 404 });
    }
  });
}
