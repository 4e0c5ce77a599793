import type { CommandState, OutboxItem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';

export type GroupName = 'needsYou' | 'undoable' | 'waiting' | 'done';

export interface OutboxGroup {
  readonly name: GroupName;
  readonly items: readonly OutboxItem[];
}

const order: readonly GroupName[] = ['needsYou', 'undoable', 'waiting', 'done'];

export const groupTitles = {
  needsYou: 'Needs you',
  undoable: 'Can still be undone',
  waiting: 'Waiting for the network',
  done: 'Done',
} as const satisfies Record<GroupName, string>;

/** Where a decision stands for the person who made it. */
export function groupOf(state: CommandState): GroupName {
  switch (state) {
    case 'parked':
      return 'needsYou';
    case 'undoable':
      return 'undoable';
    case 'queued':
    case 'sending':
      return 'waiting';
    case 'applied':
    case 'undone':
    case 'withdrawn':
    case 'superseded':
      return 'done';
    default:
      return assertNever(state);
  }
}

/** The groups that have something in them, what needs the person first; inside a group the engine's order stays. */
export const grouped = (items: readonly OutboxItem[]): readonly OutboxGroup[] =>
  order
    .map(name => ({ name, items: items.filter(item => groupOf(item.state) === name) }))
    .filter(group => group.items.length > 0);
