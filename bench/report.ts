import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { Figure } from './harness.ts';
import { limitWords, standing } from './limits.ts';

/** What the figures were measured on. */
export interface Circumstances {
  readonly date: Date;
  readonly cases: number;
  readonly minutes: number;
  /** The program's own version, and the window's browser as it names itself. */
  readonly version: string;
  readonly browser: string | undefined;
  /** Benchmarks that ended in an error instead of a figure. */
  readonly failed: readonly { readonly name: string; readonly error: string }[];
}

const cells = (values: readonly (string | number)[]): string => `| ${values.join(' | ')} |`;

/** The figures as a Markdown table. */
export const table = (figures: readonly Figure[]): string =>
  [
    cells(['name', 'median', 'p95', 'p99', 'unit', 'baseline', 'ratio', 'runs', 'to reach (better)', '']),
    '|---|--:|--:|--:|---|--:|--:|--:|---|---|',
    ...figures.map(figure =>
      cells([
        `\`${figure.name}\``,
        figure.p50,
        figure.p95,
        figure.p99,
        figure.unit,
        figure.baseline.value,
        figure.ratio,
        figure.runs,
        limitWords(figure),
        standing(figure),
      ]),
    ),
  ].join('\n');

const explained = ({ name, what, baseline, notes }: Figure): string =>
  `- \`${name}\`: ${what}. Baseline: ${baseline.name}.${notes === '' ? '' : ` Beside it: ${notes}.`}`;

/** The whole of docs/PERFORMANCE.md; its end is bench/apart.md, what was measured by hand. */
export function page(figures: readonly Figure[], circumstances: Circumstances): string {
  const { date, cases, minutes, version, browser, failed } = circumstances;
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const failures = failed.map(({ name, error }) => `- \`${name}\` could not be measured: ${error}`);
  return `# Performance

Written by \`npm run bench\`. Every figure is measured beside its baseline in the same run, alternating; the ratio is the
figure divided by it, so below 1 is better for times and above 1 for rates. Percentiles are by nearest rank: of fewer than
20 runs p95, of fewer than 100 p99 is the worst one, and of rates they are the low ones. A stall under 50 ms, which the
browser does not call long, goes by how late a timer came, and counts 50 ms at most. The window is the built app in its real window
over a real backend process; what the benchmark's own hands take is not in the figures, what the shell takes is.

- Measured: ${date.toISOString().slice(0, 10)}, ${cases.toLocaleString('en')} cases, ${minutes} minutes
- Machine: ${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, ${memory} GB, ${type()} ${release()}
- Sealdesk ${version}, Node ${process.versions.node}, SQLite ${process.versions['sqlite'] ?? 'unknown'}, window: ${browser ?? 'none'}

${table(figures)}

What each is:

${[...figures.map(explained), ...failures].join('\n')}

${readFileSync(new URL('apart.md', import.meta.url), 'utf8').trim()}
`;
}
