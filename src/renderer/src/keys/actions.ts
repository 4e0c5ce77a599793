import type { Shortcut } from './shortcut.ts';

export interface ActionDefinition {
  readonly label: string;
  readonly group: 'General' | 'Queue' | 'Review' | 'Documents' | 'Links' | 'Outbox';
  readonly keys: readonly Shortcut[];
}

/**
 * Every action that a key or the palette can set off. A screen gives an action its meaning with `useAction`;
 * an action that no screen on show has taken is absent from the palette.
 */
export const actions = {
  'palette.open': { label: 'Run a command', group: 'General', keys: ['mod+k'] },
  'keys.show': { label: 'Show all keys', group: 'General', keys: ['?'] },
  'search.focus': { label: 'Search', group: 'General', keys: ['/'] },
  'go.queue': { label: 'Go to the queue', group: 'General', keys: ['mod+1'] },
  'go.outbox': { label: 'Go to the outbox', group: 'General', keys: ['mod+2'] },
  'go.links': { label: 'Go to the links', group: 'General', keys: ['mod+3'] },
  'go.settings': { label: 'Settings', group: 'General', keys: ['mod+,'] },
  'sync.now': { label: 'Sync now', group: 'General', keys: [] },
  'sync.pause': { label: 'Work offline', group: 'General', keys: [] },
  'sync.resume': { label: 'Go online again', group: 'General', keys: [] },
  'theme.toggle': { label: 'Switch between light and dark', group: 'General', keys: [] },
  'undo.last': { label: 'Undo the last decision', group: 'General', keys: ['u'] },
  lock: { label: 'Lock', group: 'General', keys: ['mod+l'] },

  'queue.claimNext': { label: 'Claim next case', group: 'Queue', keys: ['n'] },
  'queue.open': { label: 'Open case', group: 'Queue', keys: ['enter'] },
  'queue.down': { label: 'Next row', group: 'Queue', keys: ['j', 'arrowdown'] },
  'queue.up': { label: 'Previous row', group: 'Queue', keys: ['k', 'arrowup'] },
  'queue.pageDown': { label: 'One page down', group: 'Queue', keys: ['pagedown'] },
  'queue.pageUp': { label: 'One page up', group: 'Queue', keys: ['pageup'] },
  'queue.first': { label: 'First row', group: 'Queue', keys: ['home'] },
  'queue.last': { label: 'Last row', group: 'Queue', keys: ['end'] },
  'queue.saveView': { label: 'Save this view', group: 'Queue', keys: [] },
  'queue.clearFilters': { label: 'Clear all filters', group: 'Queue', keys: [] },

  'review.close': { label: 'Leave the case', group: 'Review', keys: ['escape'] },
  'review.start': { label: 'Start check', group: 'Review', keys: ['enter'] },
  'review.release': { label: 'Release the case', group: 'Review', keys: [] },
  'review.itemDown': { label: 'Next item', group: 'Review', keys: ['j', 'arrowdown'] },
  'review.itemUp': { label: 'Previous item', group: 'Review', keys: ['k', 'arrowup'] },
  'review.approve': { label: 'Approve item', group: 'Review', keys: ['a'] },
  'review.pending': { label: 'Mark item as pending', group: 'Review', keys: ['p'] },
  'review.rejectItem': { label: 'Reject item', group: 'Review', keys: ['r'] },
  'review.comment': { label: 'Comment to the customer', group: 'Review', keys: ['c'] },
  'review.note': { label: 'Note for colleagues', group: 'Review', keys: ['n'] },
  'review.finish': { label: 'Finish check', group: 'Review', keys: ['f'] },
  'review.reject': { label: 'Reject customer', group: 'Review', keys: ['x'] },
  'review.resubmission': { label: 'Ask for resubmission', group: 'Review', keys: ['m'] },
  'review.link': { label: 'Create a link for the customer', group: 'Review', keys: ['l'] },
  'review.answer': { label: 'Show what answers the request', group: 'Review', keys: ['v'] },
  'review.next': { label: 'Next case', group: 'Review', keys: ['.'] },

  'document.previous': { label: 'Previous document', group: 'Documents', keys: ['['] },
  'document.next': { label: 'Next document', group: 'Documents', keys: [']'] },
  'document.pageUp': { label: 'Previous page', group: 'Documents', keys: ['pageup'] },
  'document.pageDown': { label: 'Next page', group: 'Documents', keys: ['pagedown'] },
  'document.zoomIn': { label: 'Zoom in', group: 'Documents', keys: ['+', '='] },
  'document.zoomOut': { label: 'Zoom out', group: 'Documents', keys: ['-'] },
  'document.fit': { label: 'Fit to the window', group: 'Documents', keys: ['0'] },
  'document.rotate': { label: 'Rotate', group: 'Documents', keys: ['o'] },
  'document.split': { label: 'One or two documents', group: 'Documents', keys: ['s'] },
  'document.find': { label: 'Find in document', group: 'Documents', keys: ['mod+f'] },

  'links.create': { label: 'New verification link', group: 'Links', keys: ['mod+n'] },
  'links.open': { label: 'Open the case of the link', group: 'Links', keys: ['enter'] },
  'links.again': { label: 'New link for this customer', group: 'Links', keys: ['l'] },
  'links.revoke': { label: 'Revoke the link', group: 'Links', keys: ['x'] },
  'links.down': { label: 'Next link', group: 'Links', keys: ['j', 'arrowdown'] },
  'links.up': { label: 'Previous link', group: 'Links', keys: ['k', 'arrowup'] },
  'links.pageDown': { label: 'One page of links down', group: 'Links', keys: ['pagedown'] },
  'links.pageUp': { label: 'One page of links up', group: 'Links', keys: ['pageup'] },
  'links.first': { label: 'First link', group: 'Links', keys: ['home'] },
  'links.last': { label: 'Last link', group: 'Links', keys: ['end'] },

  'outbox.down': { label: 'Next decision', group: 'Outbox', keys: ['j', 'arrowdown'] },
  'outbox.up': { label: 'Previous decision', group: 'Outbox', keys: ['k', 'arrowup'] },
  'outbox.decideAgain': { label: 'Decide again on the current case', group: 'Outbox', keys: ['enter'] },
  'outbox.openCase': { label: 'Open the case', group: 'Outbox', keys: ['o'] },
} as const satisfies Record<string, ActionDefinition>;

export type ActionId = keyof typeof actions;
export const actionIds = Object.keys(actions) as readonly ActionId[];
export const actionOf = (id: ActionId): ActionDefinition => actions[id];
