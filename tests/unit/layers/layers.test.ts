import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE, ROOT } from '../../../tools/index.mjs';

/** Each row of the table in docs/ARCHITECTURE.md: the layer, a file in it, what it may not import, what it may. */
const LAYERS = [
  {
    layer: 'shared/domain',
    file: 'src/shared/domain/probe.ts',
    forbidden: [
      'node:fs',
      'electron',
      'react',
      'fastify',
      '../api/index.ts',
      '../ipc/index.ts',
      '../../main/index.ts',
    ],
    allowed: ['zod', './status.ts', '../result.ts'],
  },
  {
    layer: 'shared/api and shared/ipc',
    file: 'src/shared/ipc/probe.ts',
    forbidden: [
      'node:crypto',
      'electron',
      'kysely',
      '../../main/engine/index.ts',
      '../../renderer/src/app.tsx',
      '../../backend/app.ts',
      '../../preload/index.ts',
    ],
    allowed: ['zod', '../domain/index.ts'],
  },
  {
    layer: 'main/engine',
    file: 'src/main/engine/journal/probe.ts',
    forbidden: [
      'node:fs',
      'node:crypto',
      'electron',
      'better-sqlite3',
      '@napi-rs/keyring',
      '../adapters/sqlite.ts',
      '../../shell/app.ts',
      '../../../renderer/src/app.tsx',
      '../../../backend/app.ts',
      '../../../preload/index.ts',
    ],
    allowed: ['../ports.ts', '../../../shared/result.ts', 'zod'],
  },
  {
    layer: 'main/engine/adapters',
    file: 'src/main/engine/adapters/probe.ts',
    forbidden: [
      'electron',
      'react',
      'fastify',
      '../../shell/app.ts',
      '../../../renderer/src/app.tsx',
      '../../../backend/app.ts',
    ],
    allowed: [
      'node:fs',
      'better-sqlite3',
      '@napi-rs/keyring',
      '@node-rs/argon2',
      '../ports.ts',
      '../../../shared/result.ts',
    ],
  },
  {
    layer: "the engine's process",
    file: 'src/main/engine-process.ts',
    forbidden: ['electron', './shell/app.ts', '../renderer/src/app.tsx', '../backend/app.ts'],
    allowed: ['./engine/index.ts', './engine/adapters/index.ts', 'node:path'],
  },
  {
    layer: 'main/shell',
    file: 'src/main/shell/probe.ts',
    forbidden: [
      'better-sqlite3',
      'react',
      'fastify',
      '../engine/adapters/sqlite.ts',
      '../../renderer/src/app.tsx',
      '../../backend/app.ts',
      '../../preload/index.ts',
    ],
    allowed: ['electron', 'node:path', '../../shared/ipc/index.ts'],
  },
  {
    layer: 'preload',
    file: 'src/preload/probe.ts',
    forbidden: [
      'node:fs',
      'zod',
      'react',
      '../shared/domain/index.ts',
      '../shared/api/index.ts',
      '../main/index.ts',
      '../renderer/src/app.tsx',
      '../backend/app.ts',
    ],
    allowed: ['electron', '../shared/ipc/index.ts', './own.ts'],
  },
  {
    layer: 'renderer',
    file: 'src/renderer/src/queue/probe.ts',
    forbidden: [
      'electron',
      'node:fs',
      'better-sqlite3',
      '@napi-rs/keyring',
      'fastify',
      'kysely',
      '../../../main/engine/index.ts',
      '../../../preload/index.ts',
      '../../../backend/app.ts',
    ],
    allowed: [
      'react',
      'zustand',
      'pdfjs-dist',
      '@base-ui/react/dialog',
      '../../../shared/ipc/index.ts',
      '../bridge.ts',
    ],
  },
  {
    layer: 'backend',
    file: 'src/backend/customers/probe.ts',
    forbidden: [
      'electron',
      'react',
      'zustand',
      '@napi-rs/keyring',
      '../../main/engine/index.ts',
      '../../renderer/src/app.tsx',
      '../../preload/index.ts',
    ],
    allowed: ['node:fs', 'fastify', 'kysely', '../../shared/api/index.ts', '../store/index.ts'],
  },
] as const;

/** The ways to import something; a layer must not be left by any of them. One line each, `n` keeps names apart. */
const FORMS = [
  (name: string, n: number) => `import * as value${n} from '${name}'; export const kept${n} = value${n};`,
  (name: string, n: number) =>
    `import type * as type${n} from '${name}'; export type Kept${n} = typeof type${n};`,
  (name: string) => `export * from '${name}';`,
  (name: string, n: number) => `export const later${n} = () => import('${name}');`,
] as const;

const LAYERS_RULE = 'sealdesk(layers)';
const RESTRICTED_GLOBAL = 'eslint(no-restricted-globals)';
const RESTRICTED_PROPERTY = 'eslint(no-restricted-properties)';

/** What asks the machine for time, chance or the network behind the ports' back, and the rule that says so. */
const AMBIENT = [
  ['export const now = () => Date.now();', RESTRICTED_PROPERTY],
  ['export const today = () => new Date();', 'sealdesk(no-ambient-date)'],
  ['export const words = () => Date();', 'sealdesk(no-ambient-date)'],
  ['export const chance = () => Math.random();', RESTRICTED_PROPERTY],
  ['export const id = () => crypto.randomUUID();', RESTRICTED_GLOBAL],
  ['export const later = (work: () => void) => setTimeout(work, 1);', RESTRICTED_GLOBAL],
  ['export const often = (work: () => void) => setInterval(work, 1);', RESTRICTED_GLOBAL],
  ['export const get = () => fetch("https://example.com/");', RESTRICTED_GLOBAL],
  ['export const other = () => globalThis.fetch("https://example.com/");', RESTRICTED_PROPERTY],
] as const;

/** What the style forbids in every layer. */
const EVERYWHERE = [
  ['export const value: any = 1;', 'typescript(no-explicit-any)'],
  ['export const first = (list: readonly string[]) => list[0]!;', 'typescript(no-non-null-assertion)'],
  ['export default 1;', 'import(no-default-export)'],
] as const;

interface Finding {
  readonly rule: string;
  readonly line: number;
}

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

let folder: string;

/** Lints files under their real paths, with the repository's own configuration, in a tree of their own. */
async function lint(
  sources: ReadonlyMap<string, readonly string[]>,
): Promise<(path: string) => readonly Finding[]> {
  const root = mkdtempSync(join(folder, 'tree-'));
  cpSync(join(ROOT, '.oxlintrc.json'), join(root, '.oxlintrc.json'));
  cpSync(join(ROOT, 'tools', 'lint'), join(root, 'tools', 'lint'), { recursive: true });
  for (const [path, lines] of sources) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), lines.join('\n'));
  }
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const output = await promisify(execFile)(NODE, [oxlint, '--format', 'json', 'src'], { cwd: root }).catch(
    // Findings are what is wanted here, and they make the exit code 1.
    (error: { readonly stdout: string }) => error,
  );
  const { diagnostics } = JSON.parse(output.stdout) as Report;
  return path =>
    diagnostics
      .filter(({ filename }) => filename === path)
      .map(({ code, labels }) => ({ rule: code, line: labels[0]?.span.line ?? 0 }));
}

/** The lines on which a rule has found something, as text. */
function linesWith(rule: string, findings: readonly Finding[], source: readonly string[]): readonly string[] {
  const numbers = new Set(findings.filter(finding => finding.rule === rule).map(({ line }) => line));
  return source.filter((_, index) => numbers.has(index + 1));
}

/** Every name imported in every way. */
function importsOf(names: readonly string[], from = 0): readonly string[] {
  return names.flatMap((name, index) =>
    FORMS.map((form, kind) => form(name, (from + index) * FORMS.length + kind)),
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-layers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the layers', () => {
  it.each(LAYERS)(
    '$layer: every import out of it is reported, whatever its form, and no other is',
    async row => {
      const forbidden = importsOf(row.forbidden);
      const source = [...forbidden, ...importsOf(row.allowed, row.forbidden.length)];
      const findings = (await lint(new Map([[row.file, source]])))(row.file);
      expect(linesWith(LAYERS_RULE, findings, source)).toEqual(forbidden);
    },
  );

  it("main/shell takes the engine's types and nothing of it that runs", async () => {
    const [value, type, reexport, dynamic] = importsOf(['../engine/index.ts']);
    const source = [value, type, reexport, dynamic].map(line => line ?? '');
    const findings = (await lint(new Map([['src/main/shell/probe.ts', source]])))('src/main/shell/probe.ts');
    expect(linesWith(LAYERS_RULE, findings, source)).toEqual([value, reexport, dynamic]);
  });
});

describe('the engine', () => {
  const source = AMBIENT.map(([line]) => line);

  let said: readonly Finding[];
  beforeAll(async () => {
    const path = 'src/main/engine/sync/probe.ts';
    said = (await lint(new Map([[path, source]])))(path);
  });

  it.each(AMBIENT)('may not say: %s', (line, rule) => {
    expect(linesWith(rule, said, source)).toContain(line);
  });

  it('may say all of it in its adapters, and so may the shell', async () => {
    const paths = ['src/main/engine/adapters/probe.ts', 'src/main/shell/probe.ts'];
    const findingsOf = await lint(new Map(paths.map(path => [path, source])));
    const rules = new Set<string>(AMBIENT.map(([, rule]) => rule));
    expect(paths.flatMap(findingsOf).filter(({ rule }) => rules.has(rule))).toEqual([]);
  });

  it('may turn a given time into a date', async () => {
    const path = 'src/main/engine/sync/probe.ts';
    const findingsOf = await lint(
      new Map([[path, ['export const at = (ms: number) => new Date(ms).toISOString();']]]),
    );
    expect(findingsOf(path)).toEqual([]);
  });
});

describe('every layer', () => {
  it.each(EVERYWHERE)('may not say: %s', async (line, rule) => {
    const paths = [
      'src/shared/domain/probe.ts',
      'src/main/engine/probe.ts',
      'src/renderer/src/probe.ts',
      'src/backend/probe.ts',
    ];
    const findingsOf = await lint(new Map(paths.map(path => [path, [line]])));
    expect(paths.filter(path => linesWith(rule, findingsOf(path), [line]).length === 0)).toEqual([]);
  });
});
