import type { ServerResponse } from 'node:http';
import { eventually } from './eventually.ts';
import { startReceiver, type Receiver } from './webhook-receiver.ts';

/** A receiver that answers a delivery when it is told to. */
export interface HeldReceiver extends Pick<Receiver, 'url' | 'close'> {
  /** Ids of the deliveries that came so far, in their order. */
  readonly came: readonly string[];
  /** Ids that came again while they were under way. */
  readonly together: readonly string[];
  /** Waits for a delivery. */
  readonly has: (id: string) => Promise<unknown>;
  readonly answer: (id: string, status?: number) => void;
  /** From now on it answers each at once. */
  readonly answerAll: () => void;
}

export async function startHeldReceiver(): Promise<HeldReceiver> {
  const receiver = await startReceiver();
  const held = new Map<string, ServerResponse>();
  const came: string[] = [];
  const together: string[] = [];
  let answersAll = false;
  const answer = (id: string, status = 204): void => {
    const response = held.get(id);
    if (!response) throw new Error(`${id} is not under way`);
    held.delete(id);
    response.writeHead(status).end();
  };
  receiver.answer = ({ headers }, response) => {
    const id = headers['webhook-id'] ?? '';
    came.push(id);
    if (held.has(id)) together.push(id);
    held.set(id, response);
    if (answersAll) answer(id);
  };
  return {
    url: receiver.url,
    close: receiver.close,
    came,
    together,
    has: id => eventually(() => held.has(id)),
    answer,
    answerAll: () => void (answersAll = true),
  };
}
