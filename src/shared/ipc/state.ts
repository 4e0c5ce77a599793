import { idSchema, timestampSchema } from '../domain/customer.ts';
import { roleSchema } from '../domain/status.ts';
import { z } from '../zod.ts';
import { ipcProblemSchema } from './problem.ts';
import { savedViewSchema } from './queue.ts';

/**
 * Where the workstation stands:
 *
 *   starting ─▶ firstRun ─▶ ready ◀─▶ locked
 *       └──────────▶ locked / blocked (a damaged journal, a missing keychain: named, with what to do)
 */
export const phaseSchema = z.enum(['starting', 'firstRun', 'locked', 'ready', 'blocked']);
export type Phase = z.infer<typeof phaseSchema>;

/** What a person set for the window. Saved views never hold search text: it may be somebody's name. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** Single-letter keys can be switched off (WCAG 2.1.4). */
  singleKeys: z.boolean(),
  views: z.array(z.strictObject({ name: z.string().min(1).max(40), view: savedViewSchema })).max(50),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const defaultPreferences: Preferences = { theme: 'system', singleKeys: true, views: [] };

export const appStateSchema = z.object({
  phase: phaseSchema,
  problem: ipcProblemSchema.optional(),
  shell: z.object({
    name: z.enum(['electron', 'chromium', 'none']),
    version: z.string(),
    notice: z.string().optional(),
  }),
  platform: z.string(),
  version: z.string(),
  /** Known before unlocking: kept in the vault's header. */
  account: z.object({ email: z.string(), deviceName: z.string(), backendUrl: z.string() }).optional(),
  user: z
    .object({ id: idSchema, email: z.string(), name: z.string(), roles: z.array(roleSchema) })
    .optional(),
  deviceId: idSchema.optional(),
  /** What first run offers: from the command line, sample data or managed policy. */
  suggestion: z.object({
    backendUrl: z.string().optional(),
    email: z.string().optional(),
    password: z.string().optional(),
    deviceName: z.string(),
  }),
  /** Minutes without input until the workstation locks itself. */
  idleLockMinutes: z.number(),
  preferences: preferencesSchema,
  watermark: z.boolean(),
  /** Things worth a line that do not stop work: a rebuilt cache, a clock that jumped. */
  notices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['cache_rebuilt', 'journal_salvaged', 'rollback', 'device', 'clock_jump', 'policy']),
      text: z.string(),
    }),
  ),
});
export type AppState = z.infer<typeof appStateSchema>;

export const syncStateSchema = z.object({
  network: z.enum(['online', 'connecting', 'offline']),
  /** Offline because the person asked for it. */
  paused: z.boolean(),
  /** Why the backend can't be used just now. */
  problem: ipcProblemSchema.optional(),
  activity: z.enum(['idle', 'initial', 'incremental', 'sending']),
  progress: z
    .object({
      done: z.int(),
      total: z.int().optional(),
      perSecond: z.number(),
      secondsLeft: z.number().optional(),
    })
    .optional(),
  lastSyncedAt: timestampSchema.optional(),
  nextAttemptAt: timestampSchema.optional(),
  /** Milliseconds by which the backend's clock is ahead of this machine's; 0 before its first word. */
  serverAheadMs: z.int(),
  cases: z.int(),
  /** Documents still to be fetched ahead. */
  documentsWaiting: z.int(),
  /** Decisions made here and not yet applied, without parked ones and without the starts of checks. */
  waiting: z.int(),
  parked: z.int(),
});
export type SyncState = z.infer<typeof syncStateSchema>;
