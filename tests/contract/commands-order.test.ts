import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CommandResult } from '../../src/shared/domain/index.ts';
import {
  analyst,
  auditor,
  commanding,
  customer,
  finish,
  on,
  other,
  server,
  start,
  supervisor,
} from '../support/commanding.ts';
import { businessUnderReview, patchCustomer } from '../support/backend-customers.ts';
import type { WireCommand, WorkstationClient } from '../support/workstation-client.ts';

commanding();

const badHash = (command: WireCommand): WireCommand => ({ ...command, hash: 'b'.repeat(64) });
const badSignature = (command: WireCommand): WireCommand => ({
  ...command,
  signature: Buffer.alloc(64).toString('base64'),
});
const gone = [{ documentId: 'gone', sha256: 'd'.repeat(64), pagesViewed: [1], seconds: 1 }];
/** A correction whose payload is wrong already. */
const correct = (client: WorkstationClient, over: object = {}) =>
  client.build({
    type: 'field.correct',
    payload: { field: 'phone', value: 'not a phone', reason: 'x' },
    ...on(customer),
    over: { ...over },
  });
const known = async (client: WorkstationClient) => {
  const command = start(client);
  await client.sendOne(command);
  return command;
};
/** A case that awaits the second approval of what this client decided, and that approval by the client itself. */
const ownApproval = async (client: WorkstationClient) => {
  const business = await businessUnderReview(server);
  const begun = start(client, business);
  const decision = finish(client, business, begun.id);
  expect(await client.send([begun, decision])).toMatchObject([
    { result: 'applied' },
    { awaitingSecondApproval: true },
  ]);
  const payload = { commandId: decision.id, agree: true, note: '' };
  const decided = await client.customer(business.id);
  return { decided, approval: () => client.build({ type: 'approval.second', payload, ...on(decided) }) };
};

const pairs: readonly (readonly [string, string, string, () => Promise<CommandResult>])[] = [
  ['schema', 'hash', 'invalid_payload', () => analyst.sendOne(badHash(correct(analyst, { extra: true })))],
  ['hash', 'signature', 'hash_mismatch', () => analyst.sendOne(badSignature(badHash(correct(analyst))))],
  [
    'signature',
    'known id',
    'signature_invalid',
    async () => analyst.sendOne(badSignature(await known(analyst))),
  ],
  [
    'known id',
    'sequence',
    'idempotency_mismatch',
    async () => {
      const { id } = await known(analyst);
      return analyst.sendOne(correct(analyst, { id, deviceSeq: 9999 }));
    },
  ],
  [
    'sequence',
    'chain',
    'sequence_gap',
    () => analyst.sendOne(correct(analyst, { deviceSeq: 9999, prevHash: 'c'.repeat(64) })),
  ],
  [
    'chain',
    'dependsOn',
    'chain_broken',
    () => analyst.sendOne(correct(analyst, { prevHash: 'c'.repeat(64), dependsOn: randomUUID() })),
  ],
  ['dependsOn', 'role', 'held_by', () => auditor.sendOne(correct(auditor, { dependsOn: randomUUID() }))],
  ['role', 'customer', 'role_missing', () => auditor.sendOne(correct(auditor, { customerId: randomUUID() }))],
  [
    'role',
    'claim',
    'role_missing',
    async () => {
      await other.sendOne(start(other));
      return auditor.sendOne(correct(auditor));
    },
  ],
  ['role', 'four eyes', 'role_missing', async () => analyst.sendOne((await ownApproval(analyst)).approval())],
  // A second approval goes by nobody's claim: behind the four eyes comes the transition at once.
  [
    'four eyes',
    'transition',
    'self_approval',
    async () => {
      const { decided, approval } = await ownApproval(supervisor);
      await patchCustomer(server, decided, { fields: { legalForm: 'ASA' } });
      return supervisor.sendOne(approval());
    },
  ],
  [
    'claim',
    'transition',
    'claimed_by_other',
    async () => {
      await other.sendOne(start(other));
      return analyst.sendOne(finish(analyst, customer));
    },
  ],
  [
    'transition',
    'evidence',
    'invalid_transition',
    () => {
      const release = { type: 'review.release', payload: {}, evidence: gone, ...on(customer) } as const;
      return analyst.command(release);
    },
  ],
  [
    'evidence',
    'version',
    'evidence_changed',
    () => analyst.sendOne(correct(analyst, { evidence: gone, baseVersion: customer.version + 50 })),
  ],
  [
    'version',
    'payload',
    'version_conflict',
    () => analyst.sendOne(correct(analyst, { baseVersion: customer.version + 50 })),
  ],
  ['payload', 'nothing else', 'invalid_payload', () => analyst.sendOne(correct(analyst))],
];

test.each(pairs)(
  '[CMD-2] where %s and %s are wrong, the former answers: %s',
  async (_one, _two, code, send) => {
    expect(await send()).toMatchObject({ code });
  },
);

test('[CMD-2] [CMD-3] what the schema refused is refused again, not replayed, and has used its place: the next command goes on', async () => {
  const unknown = correct(analyst, { extra: true });
  const first = await analyst.sendOne(unknown);
  expect(first).toMatchObject({ id: unknown.id, result: 'refused', status: 422, code: 'invalid_payload' });
  expect(await analyst.sendOne(unknown)).toEqual(first);
  // What was understood and refused has its first answer in the replay.
  const understood = correct(analyst);
  const refused = await analyst.sendOne(understood);
  expect(refused).toMatchObject({ result: 'refused', code: 'invalid_payload' });
  expect(await analyst.sendOne(understood)).toMatchObject({ result: 'replayed', first: refused });
  expect(await analyst.sendOne(start(analyst))).toMatchObject({ result: 'applied' });
});
