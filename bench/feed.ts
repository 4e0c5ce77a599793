import { feedEndSchema, type FeedEnd } from '../src/shared/api/index.ts';
import type { SignedDevice } from './signed-device.ts';

/** The contract's limit of one page. */
export const feedPageSize = 5_000;

/** One page of the feed as bytes, without its last line, the trailer. */
export async function readFeedPage(
  device: SignedDevice,
  cursor: string,
  size = feedPageSize,
): Promise<{ readonly lines: Buffer; readonly end: FeedEnd }> {
  const answer = await device.get(`/v1/changes?limit=${size}&cursor=${cursor}`);
  if (!answer.ok) throw new Error(`the feed: ${answer.status} ${await answer.text()}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const trailer = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const end = feedEndSchema.parse(JSON.parse(bytes.subarray(trailer).toString('utf8')));
  return { lines: bytes.subarray(0, trailer), end };
}

/** Every case of the feed: its id and the line that brings it. */
export async function readCaseLines(device: SignedDevice): Promise<readonly (readonly [string, string])[]> {
  const rows: (readonly [string, string])[] = [];
  for (let cursor = ''; ;) {
    const { lines, end } = await readFeedPage(device, cursor);
    for (const line of lines.toString('utf8').trimEnd().split('\n')) {
      const id = /^\{"seq":\d+,"entity":"customer","id":"([\w-]+)"/.exec(line)?.[1];
      if (id !== undefined) rows.push([id, line]);
    }
    if (!end.hasMore) return rows;
    cursor = end.cursor;
  }
}
