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
  readonly what: string;
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
    // Of a rate, the worse runs are the lower ones.
    const better = (share: number): number => (benchmark.unit === 'per s' ? 1 - share : share);
    const value = percentile(values, 0.5);
    const baseline = percentile(baselines, 0.5);
    return {
      name: benchmark.name,
      what: benchmark.what,
      value: round(value),
      unit: benchmark.unit,
      baseline: { name: benchmark.baseline, value: round(baseline) },
      ratio: round(value / baseline),
      runs: benchmark.runs,
      p50: round(value),
      p95: round(percentile(values, better(0.95))),
      p99: round(percentile(values, better(0.99))),
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
