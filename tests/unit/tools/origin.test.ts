import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf, toAppUrl, toPageUrl } from '../../../tools/chromium-shell/origin.ts';

describe("the stand-in's addresses", () => {
  it('lead from the app to the page and back unchanged', () => {
    fc.assert(
      fc.property(fc.domain(), fc.webPath(), fc.webQueryParameters(), (host, path, query) => {
        const url = new URL(
          `sealdesk://${host}${path === '' ? '/' : path}${query === '' ? '' : `?${query}`}#part`,
        ).href;
        expect(toAppUrl(toPageUrl(url))).toBe(url);
      }),
    );
  });

  it.each([
    ['sealdesk://app/index.html?a=1#b', 'http://app.sealdesk.localhost/index.html?a=1#b'],
    ['sealdesk://app/', 'http://app.sealdesk.localhost/'],
    ['sealdesk://app', 'http://app.sealdesk.localhost/'],
  ])('show %s to the page as %s', (app, page) => {
    expect(toPageUrl(app)).toBe(page);
  });

  it.each([
    'https://example.com/',
    'http://example.com/app.sealdesk.localhost/',
    'http://localhost/',
    'http://app.sealdesk.localhost.example.com/',
    'about:blank',
    'data:text/html,x',
  ])('leave %s as it is: not every address is the app’s', url => {
    expect(toAppUrl(url)).toBe(url);
  });

  it('have the origin that Electron gives them', () => {
    expect(originOf('sealdesk://app/a/b?c')).toBe('sealdesk://app');
    expect(originOf('https://example.com/a')).toBe('https://example.com');
    expect(originOf('about:blank')).toBe('null');
  });
});
