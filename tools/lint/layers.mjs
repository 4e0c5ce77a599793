// The table of layers in docs/ARCHITECTURE.md, as a rule: what each folder may import, in any form of import.
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One row. Paths are relative to the checkout; one that ends in "/" is a folder with all in it, one that ends in
 * "/*" the files directly in a folder. The first row whose `files` hold a file is the one that counts for it.
 * @typedef {object} Layer
 * @property {string} name
 * @property {readonly string[]} files
 * @property {readonly string[]} packages allowed by name; one that ends in ":" or "/" stands for all that begin so
 * @property {readonly string[]} reaches our own files that may be imported
 * @property {readonly string[]} [types] our own files of which types may be imported
 * @property {readonly string[]} [never] exceptions from `reaches` and `types`
 */

const UI = [
  'react',
  'react/',
  'react-dom',
  'react-dom/',
  'zustand',
  'zustand/',
  '@base-ui/react',
  '@base-ui/react/',
  '@fontsource-variable/',
  'lucide-react',
  'pdfjs-dist',
  'pdfjs-dist/',
  'uqr',
];

const BACKEND_PACKAGES = [
  'node:',
  'zod',
  'fastify',
  '@fastify/',
  'kysely',
  'pg',
  'better-sqlite3',
  '@node-rs/argon2',
  '@napi-rs/canvas',
  'canonicalize',
  'mrz',
  'tesseract.js',
  'pdfjs-dist/',
  'csv-parse',
  'csv-parse/',
  'uqr',
  'otpauth',
  'ipaddr.js',
  'cockatiel',
  'prom-client',
];

/** @type {readonly Layer[]} */
const LAYERS = [
  {
    name: 'shared/domain',
    files: ['src/shared/domain/'],
    packages: ['zod'],
    reaches: ['src/shared/domain/', 'src/shared/*'],
  },
  { name: 'shared', files: ['src/shared/'], packages: ['zod'], reaches: ['src/shared/'] },
  {
    name: 'engine adapters',
    files: ['src/main/engine/adapters/'],
    packages: ['node:', 'better-sqlite3', '@napi-rs/keyring', '@node-rs/argon2'],
    reaches: ['src/main/engine/', 'src/shared/'],
  },
  {
    name: 'engine',
    files: ['src/main/engine/'],
    packages: ['zod'],
    reaches: ['src/main/engine/', 'src/shared/'],
    never: ['src/main/engine/adapters/'],
  },
  {
    name: "the engine's process",
    files: ['src/main/engine-process.ts'],
    packages: ['node:'],
    reaches: ['src/main/engine/', 'src/shared/'],
  },
  {
    name: 'shell',
    files: ['src/main/shell/', 'src/main/*'],
    packages: ['electron', 'node:'],
    reaches: ['src/main/shell/', 'src/shared/'],
    types: ['src/main/engine/'],
    never: ['src/main/engine/adapters/'],
  },
  {
    name: 'preload',
    files: ['src/preload/'],
    packages: ['electron'],
    reaches: ['src/preload/', 'src/shared/ipc/'],
  },
  { name: 'renderer', files: ['src/renderer/'], packages: UI, reaches: ['src/renderer/', 'src/shared/'] },
  {
    name: 'backend',
    files: ['src/backend/'],
    packages: BACKEND_PACKAGES,
    reaches: ['src/backend/', 'src/shared/'],
  },
];

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @typedef {{ readonly type: string, readonly value?: unknown }} Source */
/**
 * @typedef {object} Node
 * @property {Source | null} [source]
 * @property {Source} [argument]
 * @property {string} [importKind]
 * @property {string} [exportKind]
 * @property {readonly { readonly importKind?: string }[]} [specifiers]
 */
/** @typedef {{ readonly filename: string, report(problem: { readonly node: Node, readonly message: string }): void }} Context */

export const layers = {
  /** @param {Context} context */
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/');
    const layer = LAYERS.find(({ files }) => files.some(pattern => holds(pattern, file)));
    if (layer === undefined) return {};

    /**
     * @param {Node} node
     * @param {Source | null | undefined} source
     * @param {boolean} isType
     */
    const check = (node, source, isType) => {
      if (source === null || source === undefined) return;
      const name = typeof source.value === 'string' ? source.value : undefined;
      const problem =
        name === undefined ? 'may not import a computed name' : objection(layer, file, name, isType);
      if (problem !== undefined) context.report({ node, message: `layers: ${layer.name} ${problem}` });
    };
    /** @param {Node} node */
    const checkDeclaration = node => check(node, node.source, isTypeOnly(node));
    return {
      ImportDeclaration: checkDeclaration,
      ExportNamedDeclaration: checkDeclaration,
      ExportAllDeclaration: checkDeclaration,
      /** @param {Node} node */
      ImportExpression: node => check(node, node.source, false),
      /** @param {Node} node */
      TSImportType: node => check(node, node.source ?? node.argument, true),
    };
  },
};

/** @param {Node} node */
function isTypeOnly({ importKind, exportKind }) {
  return importKind === 'type' || exportKind === 'type';
}

/**
 * What is wrong with an import, or undefined.
 * @param {Layer} layer
 * @param {string} file
 * @param {string} name
 * @param {boolean} isType
 */
function objection(layer, file, name, isType) {
  if (!name.startsWith('.')) {
    const bare = name.split('?')[0] ?? name;
    const isAllowed = layer.packages.some(allowed =>
      /[:/]$/.test(allowed) ? bare.startsWith(allowed) : bare === allowed,
    );
    return isAllowed ? undefined : `may not import the package ${bare}`;
  }
  const target = relative(ROOT, resolve(ROOT, dirname(file), name))
    .split(sep)
    .join('/');
  const isNever = (layer.never ?? []).some(pattern => holds(pattern, target));
  if (!isNever && layer.reaches.some(pattern => holds(pattern, target))) return undefined;
  const hasTypes = !isNever && (layer.types ?? []).some(pattern => holds(pattern, target));
  if (!hasTypes) return `may not import ${target}`;
  return isType ? undefined : `may import types of ${target}, and nothing that runs`;
}

/**
 * @param {string} pattern
 * @param {string} path
 */
function holds(pattern, path) {
  if (pattern.endsWith('/*')) return dirname(path) === pattern.slice(0, -2);
  return pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern;
}
