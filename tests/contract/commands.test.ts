import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { commandSchema, type CommandPayload } from '../../src/shared/domain/index.ts';
import {
  analyst,
  auditor,
  commanding,
  customer,
  finish,
  on,
  other,
  round,
  server,
  signAllIn,
  start,
  supervisor,
} from '../support/commanding.ts';
import {
  businessUnderReview,
  patchCustomer,
  pngBytes,
  screenedCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { approveAll, rejectFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, seal } from '../support/workstation-client.ts';

commanding();

/** Holds the store's one writer while something is tried. */
async function whileNothingIsWritten<T>(attempt: () => Promise<T>): Promise<T> {
  let result: Promise<T> | undefined;
  await server.backend.context.store.alone(`tenant/${server.tenant.id}`, async () => {
    result = attempt();
    await result;
  });
  if (!result) throw new Error('nothing was tried');
  return result;
}

describe('answers that apply nothing', () => {
  test('[CMD-3] replayed: a known id with its hash gets the first result, whatever that was', async () => {
    const good = start(analyst);
    const bad = analyst.build({
      type: 'field.correct',
      payload: { field: 'nope', value: 'x', reason: 'y' },
      ...on(customer),
    });
    const first = await analyst.send([good, bad]);
    expect(first).toMatchObject([{ result: 'applied' }, { result: 'refused', code: 'invalid_payload' }]);
    const again = await analyst.send([good, bad]);
    expect(again).toEqual(
      first.map(result => ({ id: result.id, result: 'replayed', status: 200, first: result })),
    );
    expect((await analyst.customer(customer.id)).version).toBe(customer.version + 1);
  });

  test('[CMD-4] conflict: a guarded fact changed after baseVersion, with both sides named', async () => {
    const claimed = await analyst.sendOne(start(analyst));
    const patched = await patchCustomer(server, await analyst.customer(customer.id), {
      fields: { phone: '+4930901821' },
    });
    const result = await analyst.sendOne(finish(analyst, { ...patched, version: claimed.version ?? 0 }));
    expect(result).toMatchObject({
      result: 'conflict',
      status: 409,
      code: 'version_conflict',
      current: { id: customer.id, version: patched.version },
      differs: ['fields'],
    });
  });

  test('[CMD-4] conflict: a hit that screening found after baseVersion stands against a finish', async () => {
    const begun = start(analyst);
    expect(await analyst.sendOne(begun)).toMatchObject({ result: 'applied' });
    const before = await analyst.customer(customer.id);
    await screenedCustomer(server, customer.id);
    expect(await analyst.sendOne(finish(analyst, before, begun.id))).toMatchObject({
      result: 'conflict',
      code: 'version_conflict',
      differs: ['screening'],
    });
  });

  test('[CMD-4] conflict: owners that changed after baseVersion stand against a finish', async () => {
    const owned = await businessUnderReview(server);
    const begun = start(analyst, owned);
    expect(await analyst.sendOne(begun)).toMatchObject({ result: 'applied' });
    const before = await analyst.customer(owned.id);
    await patchCustomer(server, before, {
      beneficialOwners: [{ name: 'Åse Bergh', ownershipPercent: 100, isDirector: true }],
    });
    expect(await analyst.sendOne(finish(analyst, before, begun.id))).toMatchObject({
      result: 'conflict',
      code: 'version_conflict',
      differs: ['owners'],
    });
  });

  test('[CMD-4] no conflict: a fact that the command does not guard, or that this device changed itself', async () => {
    const begun = start(analyst);
    const corrected = analyst.build({
      type: 'field.correct',
      payload: { field: 'phone', value: '+4930901822', reason: 'A digit was wrong' },
      ...on(customer),
    });
    const assigned = other.build({
      type: 'customer.assign',
      payload: { userId: other.userId },
      ...on(customer),
    });
    expect(await analyst.send([begun, corrected])).toMatchObject([
      { result: 'applied' },
      { result: 'applied' },
    ]);
    expect(await other.sendOne(assigned)).toMatchObject({ result: 'applied' });
    expect(await analyst.sendOne(finish(analyst, customer, begun.id))).toMatchObject({ result: 'applied' });
  });

  test('[CMD-4] a change by another in between is not hidden by this device’s later one', async () => {
    await patchCustomer(server, customer, { fields: { phone: '+4930901823' } });
    const fresh = await analyst.customer(customer.id);
    const correct = {
      type: 'field.correct',
      payload: { field: 'phone', value: '+4930901824', reason: 'x' },
    } as const;
    expect(await analyst.command({ ...correct, ...on(fresh) })).toMatchObject({ result: 'applied' });
    expect(await analyst.command({ ...correct, ...on(customer) })).toMatchObject({
      result: 'conflict',
      differs: ['field:phone'],
    });
  });

  test('conflict: a baseVersion above the current version', async () => {
    const result = await analyst.sendOne(start(analyst, { ...customer, version: customer.version + 5 }));
    expect(result).toMatchObject({
      result: 'conflict',
      code: 'version_conflict',
      current: { version: customer.version },
    });
  });

  test('conflict: evidence of other documents is 412', async () => {
    const begun = start(analyst);
    await uploadDocument(server, customer.id, { type: 'selfie', bytes: pngBytes(`new ${round}`) });
    const results = await analyst.send([begun, finish(analyst, customer, begun.id)]);
    // The upload came before both: the start guards status and claim alone.
    expect(results).toMatchObject([
      { result: 'applied' },
      { result: 'conflict', status: 412, code: 'evidence_changed', current: { id: customer.id } },
    ]);
  });

  test('conflict: a wrong piece of evidence is not made good by a right one for the same document', async () => {
    const begun = start(analyst);
    const evidence = evidenceOf(customer);
    const wrong = evidence.map(one => ({ ...one, sha256: 'e'.repeat(64) }));
    const ended = analyst.build({
      type: 'review.finish',
      payload: approveAll(customer),
      evidence: [...wrong, ...evidence],
      dependsOn: begun.id,
      ...on(customer),
    });
    expect(await analyst.send([begun, ended])).toMatchObject([
      { result: 'applied' },
      {
        result: 'conflict',
        code: 'evidence_changed',
        differs: evidence.map(one => `document:${one.documentId}`),
      },
    ]);
  });

  test('locked: somebody else’s claim, until it ends', async () => {
    await other.sendOne(start(other));
    const claimed = await analyst.customer(customer.id);
    expect(await analyst.sendOne(start(analyst, claimed))).toMatchObject({
      result: 'locked',
      status: 423,
      code: 'claimed_by_other',
      holder: other.userId,
      until: claimed.check?.expiresAt,
    });
    server.clock.advance(31 * 60_000);
    const later = await server.signIn(server.tenant.analyst);
    expect(await later.sendOne(start(later, claimed))).toMatchObject({ result: 'applied' });
    await signAllIn();
  });

  test('held: what it depends on was refused, or never came', async () => {
    const bad = analyst.build({ type: 'review.start', payload: {}, customerId: 'nobody', baseVersion: 1 });
    const behind = finish(analyst, customer, bad.id);
    const orphan = finish(analyst, customer, randomUUID());
    expect(await analyst.send([bad, behind, orphan])).toMatchObject([
      { result: 'refused', status: 404, code: 'not_found' },
      { result: 'held', status: 409, code: 'held_by' },
      { result: 'held', status: 409, code: 'held_by' },
    ]);
  });

  test('held: what it depends on is the command of another device, of the same user too', async () => {
    const elsewhere = await server.signIn(server.tenant.analyst);
    const begun = start(elsewhere);
    expect(await elsewhere.sendOne(begun)).toMatchObject({ result: 'applied' });
    const claimed = await analyst.customer(customer.id);
    const ended = (dependsOn: string | null) => analyst.sendOne(finish(analyst, claimed, dependsOn));
    expect(await ended(begun.id)).toMatchObject({ result: 'held', status: 409, code: 'held_by' });
    expect(await ended(null)).toMatchObject({ result: 'applied' });
  });

  test('refused: a role, a transition, a payload', async () => {
    expect(await auditor.sendOne(start(auditor))).toMatchObject({
      result: 'refused',
      status: 403,
      code: 'role_missing',
    });
    expect(await analyst.sendOne(finish(analyst, customer))).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'invalid_transition',
    });
    const begun = start(analyst);
    const payload = { ...approveAll(customer), verdicts: [] };
    const open = analyst.build({
      type: 'review.finish',
      payload,
      evidence: evidenceOf(customer),
      ...on(customer),
    });
    const [, refused] = await analyst.send([begun, open]);
    expect(refused).toMatchObject({ result: 'refused', status: 422, code: 'invalid_payload' });
    expect(refused?.detail).toContain('field:firstName');
  });

  test('[CMD-5] refused: a text that turns the direction of what follows, or holds a control character, wherever it stands', async () => {
    const begun = start(analyst);
    expect(await analyst.sendOne(begun)).toMatchObject({ result: 'applied' });
    const odd = 'gnp\u202ejpg';
    const rejection = rejectFor('fraud.documentForgery');
    const verdict: CommandPayload<'review.finish'>['verdicts'][number] = {
      item: 'field:phone',
      verdict: 'rejected',
      reasons: ['badDocument.damaged'],
    };
    const asked = { item: 'field:phone', reasons: ['badDocument.damaged'] };
    const finishes: readonly CommandPayload<'review.finish'>[] = [
      { ...rejection, note: odd },
      { ...rejection, tags: [odd] },
      { ...rejection, verdicts: [{ ...verdict, note: odd }] },
      { ...rejection, verdicts: [{ ...verdict, customerComment: odd }] },
      { ...requestAgain(['field:phone']), request: [{ ...asked, customerComment: 'a\u0000b' }] },
    ];
    const evidence = evidenceOf(customer);
    const commands = [
      ...finishes.map(payload =>
        analyst.build({ type: 'review.finish', payload, evidence, ...on(customer) }),
      ),
      analyst.build({
        type: 'field.correct',
        payload: { field: 'phone', value: '+4930901825', reason: odd },
        ...on(customer),
      }),
      analyst.build({
        type: 'customer.escalate',
        payload: { to: supervisor.userId, note: odd },
        ...on(customer),
      }),
      analyst.build({
        type: 'note.add',
        payload: { text: odd, mentions: [] },
        customerId: customer.id,
        baseVersion: null,
      }),
    ];
    expect(await analyst.send(commands)).toMatchObject(
      commands.map(() => ({
        result: 'refused',
        code: 'invalid_payload',
        detail: 'A text holds a control character.',
      })),
    );
    const plain = { ...rejection, note: 'Two lines:\n\tthe second' };
    expect(
      await analyst.command({ type: 'review.finish', payload: plain, evidence, ...on(customer) }),
    ).toMatchObject({ result: 'applied' });
  });

  test('refused: hash and signature do not fit, and the place in the chain stays free', async () => {
    const good = start(analyst);
    const tampered = { ...good, baseVersion: customer.version + 1 };
    expect(await analyst.sendOne(tampered)).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'hash_mismatch',
    });
    const forged = { ...good, signature: seal({ id: good.id }, other.device.privateKey)['signature'] };
    expect(await analyst.sendOne(forged)).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'signature_invalid',
    });
    expect(await analyst.sendOne(good)).toMatchObject({ result: 'applied' });
  });

  test('refused: another user’s or device’s name on a command', async () => {
    for (const over of [{ userId: other.userId }, { deviceId: other.device.id }]) {
      const command = analyst.build({ type: 'review.start', payload: {}, ...on(customer), over });
      expect(await analyst.sendOne(command)).toMatchObject({ result: 'refused', code: 'signature_invalid' });
      await analyst.realign();
    }
  });

  test('refused: a broken chain and a reused sequence, without using a place', async () => {
    const broken = analyst.build({
      type: 'review.start',
      payload: {},
      ...on(customer),
      over: { prevHash: 'a'.repeat(64) },
    });
    expect(await analyst.sendOne(broken)).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'chain_broken',
    });
    await analyst.realign();
    const reused = analyst.build({
      type: 'review.start',
      payload: {},
      ...on(customer),
      over: { deviceSeq: analyst.seq },
    });
    await analyst.realign();
    if (analyst.seq === 0) {
      await analyst.sendOne(start(analyst));
    }
    const stale = seal({ ...reused, deviceSeq: analyst.seq }, analyst.device.privateKey);
    expect(await analyst.sendOne(stale)).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'sequence_reused',
    });
    expect(await analyst.sendOne(start(analyst))).toMatchObject({ status: 200 });
  });

  test('refused: an id that belongs to another command uses its place, and the stream goes on', async () => {
    const first = start(analyst);
    await analyst.sendOne(first);
    const impostor = analyst.build({
      type: 'review.release',
      payload: {},
      ...on(customer),
      over: { id: first.id },
    });
    const next = analyst.build({
      type: 'review.release',
      payload: {},
      customerId: customer.id,
      baseVersion: customer.version + 1,
    });
    expect(await analyst.send([impostor, next])).toMatchObject([
      { result: 'refused', status: 422, code: 'idempotency_mismatch' },
      { result: 'applied' },
    ]);
  });

  test('refused: a payload that can’t be understood uses its place, and the stream goes on', async () => {
    const odd = analyst.build({
      type: 'review.start',
      payload: {},
      ...on(customer),
      over: { type: 'review.dance' },
    });
    const next = start(analyst);
    expect(await analyst.send([odd, next])).toMatchObject([
      { id: odd.id, result: 'refused', status: 422, code: 'invalid_payload' },
      { result: 'applied' },
    ]);
  });

  test.each([
    ['type', { type: `${'a'.repeat(63)}😀` }],
    ['customer', { customerId: `${'a'.repeat(63)}😀` }],
    ['customer that is no word', { customerId: 7 }],
  ])(
    '[API-8] refused: a signed command with a long, odd %s holds up nothing behind it',
    async (_what, over) => {
      const odd = analyst.build({ type: 'review.start', payload: {}, ...on(customer), over });
      expect(await analyst.send([odd, start(analyst)])).toMatchObject([
        { id: odd.id, result: 'refused', status: 422, code: 'invalid_payload' },
        { result: 'applied' },
      ]);
    },
  );

  test('waiting: a gap stops the stream and says what is expected', async () => {
    const first = start(analyst);
    const second = analyst.build({
      type: 'review.release',
      payload: {},
      customerId: customer.id,
      baseVersion: customer.version + 1,
    });
    const expected = Number(first['deviceSeq']);
    expect(await analyst.send([second])).toMatchObject([
      { result: 'waiting', status: 409, code: 'sequence_gap', expected },
    ]);
    expect(await analyst.send([first, second])).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
  });

  test('retry: a second request of the device while one is in flight applies nothing', async () => {
    const batch = Array.from({ length: 3 }, () =>
      analyst.build({
        type: 'note.add',
        customerId: customer.id,
        baseVersion: null,
        payload: { text: 'x', mentions: [] },
      }),
    );
    const { both, early } = await whileNothingIsWritten(async () => {
      const sent = [analyst.send(batch), analyst.send(batch)] as const;
      // Neither can write: the one that is answered is the one that came second.
      return { both: sent, early: await Promise.race(sent) };
    });
    expect(early).toEqual(
      batch.map(({ id }) => ({
        id,
        result: 'retry',
        status: 409,
        code: 'in_flight',
        retryAfterMs: expect.any(Number),
      })),
    );
    const outcomes = (await Promise.all(both)).map(results => results.map(({ result }) => result).join());
    expect(outcomes.toSorted()).toEqual(['applied,applied,applied', 'retry,retry,retry']);
    expect((await analyst.send(batch)).map(({ result }) => result)).toEqual(batch.map(() => 'replayed'));
  });
});

test('a command is shown with its result to its user and to supervisors, to nobody else', async () => {
  const command = start(analyst);
  await analyst.sendOne(command);
  const shown = await analyst.request(`/v1/commands/${command.id}`);
  const body = (await shown.json()) as Record<string, unknown>;
  expect(commandSchema.parse(body['command']).id).toBe(command.id);
  expect(body).toMatchObject({ result: { result: 'applied' } });
  expect((await supervisor.request(`/v1/commands/${command.id}`)).status).toBe(200);
  expect((await other.request(`/v1/commands/${command.id}`)).status).toBe(404);
});
