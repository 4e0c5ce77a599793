import type { Work } from '../store/index.ts';
import { revokeSession } from './refresh.ts';

type State = 'active' | 'wiping' | 'revoked';

async function setState(work: Work, id: string, state: State): Promise<void> {
  await work.db
    .updateTable('device')
    .set({ state })
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', id)
    .execute();
}

const stateOf = async (work: Work, id: string): Promise<State | undefined> =>
  (
    await work.db
      .selectFrom('device')
      .select('state')
      .where('tenantId', '=', work.tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
  )?.state;

const liveSessions = (work: Work) =>
  work.db
    .selectFrom('session')
    .select('session.id')
    .where('session.tenantId', '=', work.tenantId)
    .where('session.revokedAt', 'is', null);

/** Ends every session of one device. */
async function endSessionsOfDevice(work: Work, deviceId: string): Promise<void> {
  const rows = await liveSessions(work).where('session.deviceId', '=', deviceId).execute();
  for (const { id } of rows) await revokeSession(work, id);
}

/**
 * Ends the sessions of a user, but for one that is kept. Those of devices that are to be wiped stay: they are good for
 * the order alone, which would otherwise reach nobody.
 */
export async function endSessions(work: Work, userId: string, keptId?: string): Promise<void> {
  const rows = await liveSessions(work)
    .innerJoin('device', join =>
      join.onRef('device.tenantId', '=', 'session.tenantId').onRef('device.id', '=', 'session.deviceId'),
    )
    .where('session.userId', '=', userId)
    .where('device.state', '!=', 'wiping')
    .execute();
  for (const { id } of rows) if (id !== keptId) await revokeSession(work, id);
}

/**
 * Orders a device to destroy what it holds: from now on it may sign in, refresh, read the order and deliver what was
 * witnessed.
 * Says what is wrong where it can't be ordered.
 */
export async function wipeDevice(work: Work, id: string, actor: string): Promise<string | undefined> {
  const state = await stateOf(work, id);
  if (state === undefined) return 'There is no such device.';
  if (state === 'revoked') return 'The device is revoked: it no longer reads orders.';
  if (state === 'wiping') return undefined;
  await setState(work, id, 'wiping');
  const data = JSON.stringify({ deviceId: id });
  work.publish({ entity: 'wipe', id, op: 'upsert', version: work.at, data });
  work.audit({ actor, action: 'device.wipe_ordered', data: { deviceId: id } });
  return undefined;
}

/** Shuts a device out for ever, with its sessions. Says what is wrong where there is none. */
export async function revokeDevice(work: Work, id: string, actor: string): Promise<string | undefined> {
  const state = await stateOf(work, id);
  if (state === undefined) return 'There is no such device.';
  if (state === 'revoked') return undefined;
  await setState(work, id, 'revoked');
  await endSessionsOfDevice(work, id);
  work.audit({ actor, action: 'device.revoked', data: { deviceId: id } });
  return undefined;
}

/** Remembers which commands the device holds unsent, in place of those of its checkpoint before. */
export async function witnessCommands(work: Work, deviceId: string, ids: readonly string[]): Promise<void> {
  const { tenantId, db } = work;
  await db
    .deleteFrom('witnessedCommand')
    .where('tenantId', '=', tenantId)
    .where('deviceId', '=', deviceId)
    .execute();
  const rows = [...new Set(ids)].map(commandId => ({ tenantId, deviceId, commandId }));
  if (rows.length > 0) await work.insertRows('witnessedCommand', rows);
}

/** What a device may still do with commands. */
export interface Delivery {
  readonly isActive: boolean;
  /** Whether it may deliver this one: any while it is active, to be wiped those witnessed before, revoked none. */
  readonly delivers: (commandId: string) => boolean;
}

export async function deliveryOf(work: Work, deviceId: string): Promise<Delivery> {
  const state = await stateOf(work, deviceId);
  const isActive = state === 'active';
  if (state !== 'wiping') return { isActive, delivers: () => isActive };
  const rows = await work.db
    .selectFrom('witnessedCommand')
    .select('commandId')
    .where('tenantId', '=', work.tenantId)
    .where('deviceId', '=', deviceId)
    .execute();
  const witnessed = new Set(rows.map(({ commandId }) => commandId));
  return { isActive, delivers: id => witnessed.has(id) };
}
