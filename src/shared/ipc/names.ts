/** Names only, free of zod, so that the preload stays a few hundred bytes. */
export const callNames = [
  'app.state',
  'app.dismissNotice',
  'app.setPreferences',
  'app.activity',
  'app.retry',
  'app.quit',
  'setup.checkBackend',
  'setup.signIn',
  'setup.finish',
  'vault.unlock',
  'vault.lock',
  'session.signIn',
  'device.registerAnew',
  'sync.state',
  'sync.now',
  'sync.setPaused',
  'sync.cancel',
  'queue.window',
  'queue.counts',
  'queue.next',
  'case.open',
  'case.seen',
  'document.read',
  'document.ahead',
  'document.opened',
  'review.start',
  'review.release',
  'review.mark',
  'review.finish',
  'review.undo',
  'note.add',
  'outbox.list',
  'outbox.detail',
  'outbox.withdraw',
  'outbox.decideAgain',
  'outbox.escalate',
] as const;
export type CallName = (typeof callNames)[number];

export const eventNames = [
  'app.changed',
  'sync.changed',
  'cache.changed',
  'outbox.changed',
  'document.changed',
] as const;
export type EventName = (typeof eventNames)[number];

export const callChannel = (name: CallName): string => `sealdesk:call:${name}`;
export const eventChannel = (name: EventName): string => `sealdesk:event:${name}`;
