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
  readonly baseline: {
    readonly name: string;
    readonly value: number;
  };
  /** value / baseline for times, and for rates as well: the page says which way is better. */
  readonly ratio: number;
  readonly runs: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly notes: string;
}
/** Nearest-rank percentile of values in any order. */
export declare function percentile(values: readonly number[], share: number): number;
export declare function measure(benchmark: Benchmark): Promise<Figure>;
export declare function writeResults(path: string, figures: readonly Figure[]): void;
/** The table as Markdown; docs/PERFORMANCE.md holds exactly this. */
export declare function table(figures: readonly Figure[]): string;
