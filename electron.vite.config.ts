import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';
import { pdfjsAssets } from './tools/build/pdfjs-assets.ts';

/** Prebuilt native code can't be bundled; everything else is, so that the package carries no node_modules of ours. */
const NATIVE = ['better-sqlite3', '@napi-rs/keyring', '@node-rs/argon2'];

export default defineConfig({
  main: {
    build: {
      target: 'node24',
      externalizeDeps: { include: NATIVE, exclude: ['zod'] },
      sourcemap: true,
      rolldownOptions: {
        // The engine is an entry of its own: the shell starts it as a process, off the window's main thread.
        input: { index: 'src/main/index.ts', 'engine-process': 'src/main/engine-process.ts' },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // electron-vite takes Node targets only here; V8's language level is the same as the window's.
      target: 'node24',
      // A sandboxed preload can require nothing but 'electron', and must be one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: 'chrome150',
      minify: true,
      // data: URLs are outside the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
    plugins: [react(), pdfjsAssets()],
  },
});
