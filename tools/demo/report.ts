/** What `npm run demo` writes to out/demo/report.json. */
export interface DemoReport {
  readonly shell: 'electron' | 'chromium';
  readonly cases: number;
  /** Current documents of all cases. */
  readonly documents: number;
  readonly decidedOffline: number;
  readonly applied: number;
  readonly appliedTwice: number;
  readonly parked: number;
  readonly plaintextHits: number;
  readonly journalVerified: boolean;
  readonly seconds: Readonly<Record<string, number>>;
  readonly screenshots: readonly string[];
}

/** What is wrong with a run, in words; empty when it went as it must. */
export function faultsOf(report: DemoReport, decided: number): readonly string[] {
  const faults: string[] = [];
  if (report.decidedOffline < 10)
    faults.push(`only ${report.decidedOffline} decisions were made offline, not 10`);
  if (report.parked < 1) faults.push('the version conflict was not parked');
  if (report.applied !== decided - report.parked) {
    faults.push(
      `${report.applied} decisions were applied, but ${decided} were made and ${report.parked} parked`,
    );
  }
  if (report.appliedTwice > 0) faults.push(`${report.appliedTwice} decisions took effect twice`);
  if (report.plaintextHits > 0)
    faults.push(`${report.plaintextHits} planted texts can be read in the profile`);
  if (!report.journalVerified) faults.push("the journal's chain is not verified");
  return faults;
}
