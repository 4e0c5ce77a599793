import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One figure and the baseline it is compared with, both measured in the same run, alternating. */
export interface Benchmark {
  readonly name: string;
  readonly what: string;
  readonly unit: 'ms' | 'per s';
  readonly baseline: string;
  readonly runs: number;
  /** Builds the world once; each function does the work once and returns its figure in `unit`. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  value(): Promise<number>;
  baseline(): Promise<number>;
  /** Facts worth a word beside the figure, such as bytes per row. */
  readonly notes?: () => string;
  close(): Promise<void>;
}

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: { readonly name: string; readonly value: number };
  /** value / baseline for times, and for rates as well: the page says which way is better. */
  readonly ratio: number;
  readonly runs: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly notes: string;
}

/** Nearest-rank percentile of values in any order. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] ?? Number.NaN;
}

const round = (value: number): number => Number(value.toPrecision(4));

export async function measure(benchmark: Benchmark): Promise<Figure> {
  const prepared = await benchmark.prepare();
  const values: number[] = [];
  const baselines: number[] = [];
  try {
    for (let run = 0; run < benchmark.runs; run += 1) {
      // Alternating, so that a machine that slows down slows both.
      values.push(await prepared.value());
      baselines.push(await prepared.baseline());
    }
    const value = percentile(values, 0.5);
    const baseline = percentile(baselines, 0.5);
    return {
      name: benchmark.name,
      value: round(value),
      unit: benchmark.unit,
      baseline: { name: benchmark.baseline, value: round(baseline) },
      ratio: round(value / baseline),
      runs: benchmark.runs,
      p50: round(value),
      p95: round(percentile(values, 0.95)),
      p99: round(percentile(values, 0.99)),
      notes: prepared.notes?.() ?? '',
    };
  } finally {
    await prepared.close();
  }
}

export function writeResults(path: string, figures: readonly Figure[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
}

/** The table as Markdown; docs/PERFORMANCE.md holds exactly this. */
export function table(figures: readonly Figure[]): string {
  const head =
    '| name | value | p95 | unit | baseline | its value | ratio | runs | notes |\n|---|--:|--:|---|---|--:|--:|--:|---|';
  const rows = figures.map(figure =>
    [
      '',
      `\`${figure.name}\``,
      figure.value,
      figure.p95,
      figure.unit,
      figure.baseline.name,
      figure.baseline.value,
      figure.ratio,
      figure.runs,
      figure.notes,
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return [head, ...rows].join('\n');
}
