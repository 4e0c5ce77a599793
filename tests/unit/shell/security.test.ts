import { expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  isOwnTopFrame,
  mayRequest,
  webPreferences,
} from '../../../src/main/shell/security.ts';

test('[SHL-1] web content is kept apart from Node by every switch there is', () => {
  expect(webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
  });
});

test('[SHL-2] the content security policy is the one of the safety page, word for word', () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
      "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test.each([
  ['sealdesk://app', true],
  ['sealdesk://app/index.html', true],
  ['blob:sealdesk://app/0b1c', true],
  ['sealdesk://application/', false],
  ['sealdesk://app.example.org/', false],
  ['https://example.org/sealdesk://app/', false],
  ['file:///etc/passwd', false],
  ['data:text/html,x', false],
  ['', false],
])('[SHL-3] the window may request %j: %s', (url, allowed) => {
  expect(mayRequest(url)).toBe(allowed);
});

test.each([
  [{ url: 'sealdesk://app/', parent: null }, true],
  [{ url: 'sealdesk://app/', parent: {} }, false],
  [{ url: 'sealdesk://app.example.org/', parent: null }, false],
  [{ url: 'https://example.org/', parent: null }, false],
  [null, false],
])('[SHL-4] a call from %j is answered: %s', (frame, answered) => {
  expect(isOwnTopFrame(frame)).toBe(answered);
});
