import { newLinkSchema } from '../api/endpoints/links.ts';
import { linkStateSchema, planSchema } from '../api/links.ts';
import { idSchema, screeningResolutionSchema, sha256Schema } from '../domain/customer.ts';
import { itemVerdictSchema } from '../domain/items.ts';
import { levelSchema } from '../domain/levels.ts';
import { z } from '../zod.ts';
import { caseViewSchema, commandReceiptSchema, finishInputSchema, shownVersion } from './case.ts';
import {
  linkAddressSchema,
  linkRowSchema,
  linkWindowSchema,
  mailDraftSchema,
  onceKeySchema,
  qrPictureSchema,
} from './links.ts';
import type { CallName, EventName } from './names.ts';
import { outboxDetailSchema, outboxGroupSchema, outboxPageSchema } from './outbox.ts';
import { queueCountsSchema, queueViewSchema, queueWindowSchema } from './queue.ts';
import { appStateSchema, phaseSchema, preferencesSchema, syncStateSchema, type Phase } from './state.ts';

export interface Call {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Phases in which the call is answered; in any other it is refused with `wrong_phase`. */
  readonly phases: readonly Phase[];
  /** Who answers: the shell itself or the engine behind it. */
  readonly by: 'shell' | 'engine';
}

const nothing = z.strictObject({});
const done = z.object({});
const ready = ['ready'] as const;
const any = phaseSchema.options;

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, phases: readonly Phase[]) => ({
  input,
  output,
  phases,
  by: 'engine' as const,
});

const shellCall = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  phases: readonly Phase[],
) => ({
  input,
  output,
  phases,
  by: 'shell' as const,
});

const ofCustomer = z.strictObject({ customerId: idSchema });
const ofCommand = z.strictObject({ commandId: idSchema });
const passphrase = z.string().min(1).max(1024);

/** Every call from the window, with what it takes and gives. */
export const calls = {
  'app.state': shellCall(nothing, appStateSchema, any),
  'app.dismissNotice': call(z.strictObject({ id: z.string() }), done, any),
  /** Window preferences, kept by the shell in a plain file: nothing personal may be in them. */
  'app.setPreferences': shellCall(preferencesSchema, done, any),
  /** The window saw input; puts off the idle lock. */
  'app.activity': shellCall(nothing, done, any),
  /** Starts the engine anew, for a cause that may have passed. */
  'app.retry': shellCall(nothing, done, ['blocked']),
  'app.quit': shellCall(nothing, done, any),
  'setup.checkBackend': call(
    z.strictObject({ url: z.string().max(2000) }),
    z.object({ url: z.string(), name: z.string().optional(), milliseconds: z.number() }),
    ['firstRun'],
  ),
  'setup.signIn': call(
    z.strictObject({
      url: z.string().max(2000),
      email: z.string().max(320),
      password: z.string().max(1024),
      totp: z.string().optional(),
      deviceName: z.string().min(1).max(100),
    }),
    z.object({ name: z.string(), roles: z.array(z.string()) }),
    ['firstRun'],
  ),
  'setup.finish': call(z.strictObject({ passphrase: z.string().max(1024) }), done, ['firstRun']),
  /** `signIn` only after `offline_too_long`: the cases open when the backend has taken it. */
  'vault.unlock': call(
    z.strictObject({
      passphrase,
      signIn: z.strictObject({ password: z.string().max(1024), totp: z.string().optional() }).optional(),
    }),
    done,
    ['locked'],
  ),
  'vault.lock': shellCall(nothing, done, ready),
  'session.signIn': call(
    z.strictObject({ password: z.string().max(1024), totp: z.string().optional() }),
    done,
    ready,
  ),
  /**
   * After a rollback: another device takes this one's place, with a sequence of its own. Locks; refused with `wrong_phase`
   * while the backend knows no more of this device than the journal does.
   */
  'device.registerAnew': call(
    z.strictObject({ passphrase, password: z.string().max(1024), totp: z.string().optional() }),
    done,
    ready,
  ),
  'sync.state': call(nothing, syncStateSchema, ready),
  'sync.now': call(nothing, done, ready),
  'sync.setPaused': call(z.strictObject({ paused: z.boolean() }), done, ready),
  'sync.cancel': call(nothing, done, ready),
  'queue.window': call(
    z.strictObject({ view: queueViewSchema, offset: z.int().nonnegative(), limit: z.int().min(1).max(500) }),
    queueWindowSchema,
    ready,
  ),
  'queue.counts': call(nothing, queueCountsSchema, ready),
  /** The case after this one in the view; `claimable` skips what others hold or is decided. */
  'queue.next': call(
    z.strictObject({ view: queueViewSchema, after: idSchema.optional(), claimable: z.boolean() }),
    z.object({ customerId: idSchema.nullable() }),
    ready,
  ),
  'case.open': call(ofCustomer, caseViewSchema, ready),
  /** A page was on the screen for so many seconds; part of the evidence. */
  'case.seen': call(
    z.strictObject({
      customerId: idSchema,
      documentId: idSchema,
      page: z.int().min(1).max(1000),
      seconds: z.number().min(0).max(86_400),
    }),
    done,
    ready,
  ),
  'document.read': call(
    z.strictObject({ documentId: idSchema }),
    z.object({
      bytes: z.instanceof(Uint8Array),
      mime: z.string(),
      sha256: sha256Schema,
      filename: z.string(),
    }),
    ready,
  ),
  /**
   * The first documents of the case after this one in the view, to be decoded before they are asked for: only what lies
   * here already, and not noted as opened. The engine says which case; what is in `have` is not given again.
   */
  'document.ahead': call(
    z.strictObject({ view: queueViewSchema, after: idSchema, have: z.array(idSchema).max(10) }),
    z.object({
      documentIds: z.array(idSchema),
      documents: z.array(z.object({ documentId: idSchema, bytes: z.instanceof(Uint8Array) })),
    }),
    ready,
  ),
  /** A document that was read ahead is about to be shown; in the journal when the answer arrives. */
  'document.opened': call(z.strictObject({ documentId: idSchema }), done, ready),
  'review.start': call(ofCustomer, commandReceiptSchema, ready),
  'review.release': call(ofCustomer, commandReceiptSchema, ready),
  /** Sets the verdict of one item of the open check, as shown; in the journal when the answer arrives. */
  'review.mark': call(
    z.strictObject({ customerId: idSchema, version: shownVersion, verdict: itemVerdictSchema.strict() }),
    done,
    ready,
  ),
  'review.finish': call(finishInputSchema, commandReceiptSchema, ready),
  'review.undo': call(ofCommand, done, ready),
  'note.add': call(
    z.strictObject({ customerId: idSchema, text: z.string().min(1).max(4000), mentions: z.array(idSchema) }),
    commandReceiptSchema,
    ready,
  ),
  /** Marks a hit of the watchlist as it is shown; in the journal when the answer arrives. */
  'screening.resolve': call(
    z.strictObject({
      customerId: idSchema,
      version: shownVersion,
      hitId: idSchema,
      resolution: screeningResolutionSchema,
      note: z.string().min(1).max(4000),
    }),
    commandReceiptSchema,
    ready,
  ),
  'links.window': call(
    z.strictObject({
      state: linkStateSchema.optional(),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    linkWindowSchema,
    ready,
  ),
  /** The newest version of each level, for choosing one. */
  'links.levels': call(nothing, z.object({ levels: z.array(levelSchema) }), ready),
  /** Absent: nothing is known of the period that it is now, and the backend can't be asked. */
  'links.plan': call(nothing, z.object({ plan: planSchema.optional() }), ready),
  /** Needs the backend. The address is in this answer alone: the engine keeps it nowhere. */
  'links.create': call(
    z.strictObject({ key: onceKeySchema, link: newLinkSchema }),
    z.object({ link: linkRowSchema, url: linkAddressSchema }),
    ready,
  ),
  'links.revoke': call(z.strictObject({ id: idSchema }), done, ready),
  /** Onto the clipboard, from which a lock takes it again. */
  'links.copy': shellCall(z.strictObject({ url: linkAddressSchema }), done, ready),
  /** Opens a draft in the person's mail program; nothing is sent, and no address of a link is in it. */
  'links.mail': shellCall(mailDraftSchema, done, ready),
  /** Asks the person where to; `saved` is false when they thought better of it. */
  'links.savePicture': shellCall(qrPictureSchema, z.object({ saved: z.boolean() }), ready),
  'outbox.list': call(
    z.strictObject({
      group: outboxGroupSchema,
      /** From the page before; the first page without it. */
      after: z.int().nonnegative().optional(),
      limit: z.int().min(1).max(500),
    }),
    outboxPageSchema,
    ready,
  ),
  'outbox.detail': call(ofCommand, outboxDetailSchema, ready),
  'outbox.withdraw': call(ofCommand.extend({ reason: z.string().min(1).max(1000) }), done, ready),
  /** Puts the verdicts of a parked decision back as the draft of a new check on the case as it is now. */
  'outbox.decideAgain': call(ofCommand, z.object({ customerId: idSchema }), ready),
  'outbox.escalate': call(
    ofCommand.extend({ note: z.string().min(1).max(4000) }),
    commandReceiptSchema,
    ready,
  ),
} as const satisfies Record<CallName, Call>;

/** The calls that the engine answers; the shell answers the rest itself. */
export type EngineCallName = {
  [N in CallName]: (typeof calls)[N]['by'] extends 'engine' ? N : never;
}[CallName];

export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]['output']>;

/**
 * Every event to the window. `cache.changed` names the cases touched, or null when there are too many to name; a verdict
 * given in the window is told only where it begins or ends a draft.
 */
export const events = {
  'app.changed': appStateSchema,
  'sync.changed': syncStateSchema,
  'cache.changed': z.object({ revision: z.int(), customerIds: z.array(z.string()).nullable() }),
  'outbox.changed': z.object({ waiting: z.int(), parked: z.int() }),
  'document.changed': z.object({ documentId: z.string(), customerId: z.string() }),
  /** Links, the plan or the levels changed. */
  'links.changed': z.object({}),
} as const satisfies Record<EventName, z.ZodType>;

export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
