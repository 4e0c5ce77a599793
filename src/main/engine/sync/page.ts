import type { FeedEnd } from '../../../shared/api/changes.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Incoming, Intake } from '../cache/index.ts';
import { HttpBroken, type HttpResponse, type Timers } from '../ports.ts';
import type { ApiFault } from '../session/index.ts';
import { readFeedLine } from './change.ts';
import { NotLines, readLines } from './lines.ts';

export interface Page {
  readonly changes: readonly Incoming[];
  readonly end: FeedEnd;
}

/** Lines read before other work gets a turn: about 5 ms of parsing. */
const linesAtOnce = 64;

/**
 * One page of the feed, whole: it ends with its trailer or it is none. A line that can't be read makes the page
 * unexpected, because a page applied without it would move the cursor past a change that nobody saw.
 */
export async function readPage(
  response: HttpResponse,
  timers: Pick<Timers, 'yield'>,
  take: Intake,
): Promise<Result<Page, ApiFault>> {
  const changes: Incoming[] = [];
  let end: FeedEnd | undefined;
  let sinceTurn = 0;
  const { status } = response;
  const unexpected = (detail: string) => fail<ApiFault>({ kind: 'unexpected', status, detail });
  const otherVersion = (detail: string) => fail<ApiFault>({ kind: 'otherVersion', status, detail });
  try {
    for await (const lines of readLines(response.body)) {
      for (const line of lines) {
        if (end) return otherVersion('feed: text after the end');
        const read = readFeedLine(line.text);
        if (!read.ok) {
          const { detail } = read.problem;
          return detail === 'not_json' ? unexpected(`feed: ${detail}`) : otherVersion(`feed: ${detail}`);
        }
        if (read.value.kind === 'end') end = read.value.end;
        if (read.value.kind === 'change') changes.push(take(read.value.change, line.bytes));
        sinceTurn += 1;
        if (sinceTurn >= linesAtOnce) {
          sinceTurn = 0;
          await timers.yield();
        }
      }
    }
  } catch (error) {
    if (error instanceof HttpBroken) return fail({ kind: 'network', fault: error.fault });
    if (error instanceof NotLines) return unexpected(`feed: ${error.message}`);
    throw error;
  }
  return end ? ok({ changes, end }) : fail(cutShort);
}

const cutShort: ApiFault = { kind: 'network', fault: { kind: 'unreachable', detail: 'feed_cut_short' } };
