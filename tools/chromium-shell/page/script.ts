import { createCodec } from './codec.ts';
import { hostPreload, type PreloadSetup } from './preload-host.ts';

/**
 * The script that runs first in every document: codec, host and the app's preload as one expression. It is
 * assembled from source text because the page's content security policy rightly forbids eval.
 */
export function pageScript(setup: PreloadSetup, preloadSource: string | undefined): string {
  const preload =
    preloadSource === undefined
      ? 'undefined'
      : `function (require, module, exports, process) {\n${preloadSource}\n}`;
  return `(${hostPreload.toString()})(${JSON.stringify(setup)}, (${createCodec.toString()})(), ${preload});`;
}
