export { CdpClosed, unlessClosed, type CdpSession, type Protocol } from './cdp.ts';
export { Chromium, type AttachedPage } from './chromium.ts';
export { findChromium } from './find-chromium.mjs';
