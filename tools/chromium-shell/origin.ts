/** Chromium treats every name under `.localhost` as a secure context, and no resolver is ever asked for it. */
const SUFFIX = '.localhost';

/**
 * A page can't be loaded from a scheme that Chromium doesn't know, so `sealdesk://app/x` is shown to it as
 * `http://app.sealdesk.localhost/x` and back. Both directions live here and nowhere else.
 */
export function toPageUrl(url: string): string {
  const parsed = new URL(url);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:' || parsed.host === '') return url;
  return `http://${parsed.host}.${parsed.protocol.slice(0, -1)}${SUFFIX}${parsed.pathname || '/'}${parsed.search}${parsed.hash}`;
}

/** The app's own address for one the page sees; any other address comes back unchanged. */
export function toAppUrl(url: string): string {
  const match = /^http:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.localhost(?::\d+)?(\/[^]*)?$/.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3] ?? '/'}`;
}

/** `sealdesk://app` for an address of the app; the web's own notion of origin for any other. */
export function originOf(appUrl: string): string {
  const { protocol, host, origin } = new URL(appUrl);
  return origin !== 'null' || host === '' ? origin : `${protocol}//${host}`;
}

/** The rule that leads the names of a scheme to our own server. */
export function hostRule(scheme: string, port: number): string {
  return `MAP *.${scheme}${SUFFIX} 127.0.0.1:${port}`;
}
