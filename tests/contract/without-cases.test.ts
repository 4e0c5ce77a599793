import { describe, expect, test } from 'vitest';
import { witnessCommands } from '../../src/backend/identity/devices.ts';
import { setRoles, wipeDevice } from '../../src/backend/identity/index.ts';
import type { Work } from '../../src/backend/store/index.ts';
import type { Role } from '../../src/shared/domain/index.ts';
import { finish, commanding, customer, round, server, start } from '../support/commanding.ts';
import { basicFields, pngBytes, uploadDocument } from '../support/backend-customers.ts';
import type { WireCommand, WorkstationClient } from '../support/workstation-client.ts';

commanding();

const inTenant = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
  server.backend.context.work(server.tenant.id, run);

const asSeenLater = () => ({ ...customer, version: customer.version + 5 });

/** Sends commands, and sees that nothing of what the case holds comes back. */
async function sendBlind(client: WorkstationClient, commands: readonly WireCommand[]) {
  const results = await client.send(commands);
  const text = JSON.stringify(results);
  for (const told of ['"current"', customer.name, basicFields.email, basicFields.phone])
    expect(text, told).not.toContain(told);
  return results;
}

/** An answer with the case in it, told when its workstation was a usual one. */
async function conflicted(client: WorkstationClient): Promise<WireCommand> {
  const command = start(client, asSeenLater());
  expect(await client.sendOne(command)).toMatchObject({
    result: 'conflict',
    current: { name: customer.name, fields: { email: { value: basicFields.email } } },
  });
  return command;
}

const again = { result: 'replayed', first: { result: 'conflict', code: 'version_conflict' } };

describe('a conflict is told without the case', () => {
  test('[IDN-1] to a device that is to be wiped, of what it delivers and of what it asks again', async () => {
    const client = await server.signIn(server.tenant.analyst);
    const before = await conflicted(client);
    const stale = start(client, asSeenLater());
    const begun = start(client);
    const ended = finish(client, customer, begun.id);
    const ids = [stale, begun, ended].map(({ id }) => id);
    await inTenant(work => witnessCommands(work, client.device.id, ids));
    await uploadDocument(server, customer.id, { type: 'selfie', bytes: pngBytes(`later ${round}`) });
    await inTenant(work => wipeDevice(work, client.device.id, 'operator'));
    expect(await sendBlind(client, [before, stale, begun, ended])).toMatchObject([
      again,
      { result: 'conflict', status: 409, code: 'version_conflict', differs: expect.any(Array) },
      { result: 'applied' },
      { result: 'conflict', status: 412, code: 'evidence_changed', differs: [expect.any(String)] },
    ]);
  });

  test('[IDN-5] to who reads no cases any more; nor is a command shown with its answer', async () => {
    const giveRole = (role: Role) =>
      inTenant(async work => {
        const users = work.db.selectFrom('user').selectAll().where('tenantId', '=', work.tenantId);
        const account = await users.where('id', '=', server.tenant.analyst2.id).executeTakeFirstOrThrow();
        await setRoles(work, account, [role], 'operator');
      });
    const client = await server.signIn(server.tenant.analyst2);
    const before = await conflicted(client);
    const shown = () => client.request(`/v1/commands/${before.id}`);
    expect(await (await shown()).text()).toContain(basicFields.email);
    await giveRole('auditor');
    expect(await sendBlind(client, [before])).toMatchObject([again]);
    expect((await shown()).status).toBe(403);
    await giveRole('analyst');
    expect(await client.sendOne(before)).toMatchObject({ first: { current: { name: customer.name } } });
  });
});
