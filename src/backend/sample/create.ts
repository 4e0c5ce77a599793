import {
  assemble,
  drawPapers,
  providedBy,
  storePaper,
  subjectOf,
  type Papers,
  type SampleBlob,
  type SampleCustomer,
  type Subject,
} from './cases/index.ts';
import { createBackdrops } from './draw/backdrops.ts';
import { period, planOf, type CasePlan } from './plan.ts';
import { randomOf } from './random.ts';

export interface SampleOptions {
  /** How many cases. */
  readonly count: number;
  readonly seed: number | string;
  /** Milliseconds since 1970 that all times and expiries are relative to. */
  readonly now: number;
  /** How many cases get documents of their own; all others borrow from these. 60 unless told. */
  readonly ownDocuments?: number;
}

export interface Sample {
  /** The cases in the order of their index. Made while being iterated, again and alike at every iteration. */
  readonly customers: Iterable<SampleCustomer>;
  /** Every document's bytes by lowercase hex SHA-256. */
  readonly blobs: ReadonlyMap<string, SampleBlob>;
}

interface Original extends Papers {
  readonly plan: CasePlan;
}

/**
 * Makes sample cases with drawn documents. The same options give the same cases and the same bytes on machines with the same
 * fonts. Documents are drawn before this returns (some 40 ms each); cases are made one by one, so that any count fits memory.
 */
export async function createSample(options: SampleOptions): Promise<Sample> {
  const { count, seed, now } = options;
  const blobs = new Map<string, SampleBlob>();
  const originals: Original[] = [];
  const backdrops = createBackdrops();
  for (let index = 0; index < Math.min(count, options.ownDocuments ?? period); index += 1) {
    const plan = planOf(index);
    const subject = subjectOf(plan, randomOf(seed, 'subject', index), now, true);
    const drawn = drawPapers(subject, plan, { random: randomOf(seed, 'papers', index), now, backdrops });
    const provided = providedBy(subject, plan.levelId);
    const stored = drawn.map(document => storePaper(blobs, document, subject, provided));
    originals.push({ plan, subject, stored });
    // Whoever waits for the sample may be serving requests meanwhile.
    await new Promise<void>(resolve => setImmediate(resolve));
  }
  return { blobs, customers: { [Symbol.iterator]: () => casesOf(options, originals) } };
}

function* casesOf(
  { count, seed, now }: SampleOptions,
  originals: readonly Original[],
): Generator<SampleCustomer> {
  for (let index = 0; index < count; index += 1) {
    const papers = originals[index % originals.length];
    if (papers === undefined) return;
    const plan = { ...papers.plan, index };
    const random = randomOf(seed, 'case', index);
    const own = index < originals.length;
    const subject = own
      ? papers.subject
      : borrow(subjectOf(plan, randomOf(seed, 'subject', index), now, false), papers.subject);
    yield assemble(plan, subject, papers, random, now);
  }
}

/** The borrowed photo ID says when it ends and what it is; only the holder is another. */
function borrow(subject: Subject, from: Subject): Subject {
  if (subject.kind === 'business' || from.kind === 'business') return { ...subject, validity: from.validity };
  return { ...subject, validity: from.validity, photoId: from.photoId };
}
