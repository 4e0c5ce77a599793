import type { CommandResult } from '../../shared/domain/index.ts';
import type { Envelope } from './envelope.ts';
import { refused, waiting } from './results.ts';

/** The last command of a device with a final answer. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Why a command is not the next of its device's chain; undefined when it is. */
export function chainFault({ id, deviceSeq, prevHash }: Envelope, head: Head): CommandResult | undefined {
  if (deviceSeq <= head.seq) {
    return refused(id, 'sequence_reused', `Another command of this device had deviceSeq ${deviceSeq}.`);
  }
  if (deviceSeq > head.seq + 1) return waiting(id, head.seq + 1);
  return prevHash === head.hash
    ? undefined
    : refused(id, 'chain_broken', 'prevHash is not the hash of the command before it.');
}
