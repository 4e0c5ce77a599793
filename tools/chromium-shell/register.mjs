// `node --import ./tools/chromium-shell/register.mjs out/main/index.js` runs the built app on a system Chromium:
// the stand-in is resolved wherever the app imports 'electron'. Development and tests only; never packaged.
import { registerHooks } from 'node:module';

const NAMES = new Set(['electron', 'electron/main']);

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!NAMES.has(specifier)) return nextResolve(specifier, context);
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true };
  },
});
