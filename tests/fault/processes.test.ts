import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leafHash } from '../../src/backend/index.ts';
import { postgresObstacle } from '../../tools/index.mjs';
import { basicFields } from '../support/backend-customers.ts';
import { seededRandom } from '../support/random.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { WorkstationClient } from '../support/workstation-client.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { follow, makeMany, sendCommands, submitMany, type Sender } from './load.ts';
import { expectChecked, expectTold, untilWorkedOff } from './told.ts';

const processes = 3;
/** A request that a killed process had claimed is run again ten seconds later: the whole stays below a minute. */
const loadMs = 20_000;
const leastKills = 4;

const obstacle = postgresObstacle();

describe.skipIf(obstacle !== undefined)(
  `several processes on one PostgreSQL${obstacle ? `: skipped, ${obstacle}` : ''}`,
  () => {
    let cluster: Cluster;
    let receiver: Receiver;
    beforeAll(async () => {
      cluster = await startCluster(processes);
      receiver = await startReceiver();
    });
    afterAll(async () => {
      await cluster.remove();
      await receiver.close();
    });

    test('[STO-7] whichever is killed whenever, what was acknowledged is there, and once', async () => {
      const seed = Number(process.env['SEALDESK_SEED'] ?? Date.now() % 1_000_000_007);
      console.log(`seed ${seed} (SEALDESK_SEED=${seed} repeats the choices)`);
      const random = seededRandom(seed);
      const { access, store } = cluster;
      const apiKey = access.apiKey ?? '';
      const [one, two] = access.users.filter(({ roles }) => roles.includes('analyst'));
      if (!one || !two) throw new Error('no analysts');
      const devices = await Promise.all(
        [one, two].map(account => WorkstationClient.signIn(cluster.url(0), account)),
      );
      const [first, second] = devices;
      if (!first || !second) throw new Error('no devices');

      let isLoaded = true;
      let isWritten = true;
      const sender: Sender = { url: () => cluster.url(random.fraction()), goesOn: () => isLoaded };
      const subject = (name: string) => ({
        kind: 'individual',
        levelId: 'kyc-basic',
        fields: { ...basicFields, firstName: name },
      });
      const target = await first.request('/v1/customers?limit=1');
      expect(target.status).toBe(200);
      const customers = await Promise.all(
        [0, 1].map(async n => {
          const answer = await fetch(`${cluster.url(0)}/v1/customers`, {
            method: 'POST',
            headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
            body: JSON.stringify({ ...subject(`for commands ${n}`), externalId: `commands ${n}` }),
          });
          return String(((await answer.json()) as { id: unknown }).id);
        }),
      );
      const subscribed = await fetch(`${cluster.url(0)}/v1/webhooks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ url: receiver.url, events: ['kyc.status_updated', 'kyc.compliance_alert'] }),
      });
      expect(subscribed.status).toBe(201);
      let people = 0;
      // Contacts of one's own: who shares them is no case that is approved without a person.
      const ownSubject = (name: string) => {
        people += 1;
        const contact = { email: `${name}@customer.example`, phone: `+4930${String(4_000_000 + people)}` };
        return { kind: 'individual', levelId: 'kyc-basic', fields: { ...basicFields, ...contact } };
      };
      const noteOf = (device: WorkstationClient, n: number) => () =>
        device.build({
          type: 'note.add',
          customerId: customers[n] ?? '',
          baseVersion: null,
          payload: { text: `${device.device.id} ${device.seq}`, mentions: [] },
        });

      const creating = Array.from({ length: 3 }, () =>
        makeMany(sender, apiKey, '/v1/customers', name => ({ ...subject(name), externalId: name })),
      );
      const linking = Array.from({ length: 2 }, () => makeMany(sender, apiKey, '/v1/links', subject));
      const submitting = Array.from({ length: 2 }, () =>
        submitMany(sender, apiKey, name => ({ ...ownSubject(name), externalId: name })),
      );
      const commanding = [first, second].map((device, n) => sendCommands(sender, device, noteOf(device, n)));
      const following = follow({ ...sender, goesOn: () => isWritten }, first);
      const working = Promise.all([...creating, ...linking, ...submitting, ...commanding]);
      // A worker that fails ends the load; the others and their failures are waited for at the end.
      for (const worker of [working, following]) worker.catch(() => (isLoaded = false));

      const until = performance.now() + loadMs;
      let kills = 0;
      while (isLoaded && (performance.now() < until || kills < leastKills)) {
        await new Promise(resolve => setTimeout(resolve, 500 + random.integer(1500)));
        await cluster.replace(random.integer(processes));
        kills += 1;
      }
      isLoaded = false;
      try {
        await working;
        await untilWorkedOff(store);
      } finally {
        isWritten = false;
      }
      const created = new Map((await Promise.all(creating)).flatMap(map => [...map]));
      const linked = new Map((await Promise.all(linking)).flatMap(map => [...map]));
      const submitted = new Map((await Promise.all(submitting)).flatMap(map => [...map]));
      const answered = await Promise.all(commanding);
      const followed = await following;
      console.log(
        `${kills} kills; ${created.size} customers, ${linked.size} links, ${submitted.size} submissions, ${receiver.received.length} events, ${answered.map(({ size }) => size).join(' and ')} commands, ${followed.pages} pages of the feed`,
      );
      for (const count of [created.size, linked.size, submitted.size, ...answered.map(({ size }) => size)])
        expect(count).toBeGreaterThan(0);

      const db = store.reader;
      // Nothing acknowledged is lost, nothing is there twice, nothing more than was asked for.
      const stored = await db.selectFrom('customer').select(['id', 'externalId', 'name']).execute();
      for (const [name, id] of created) expect(stored.find(one => one.externalId === name)?.id).toBe(id);
      const called = (name: string) => stored.filter(row => row.name.startsWith(name));
      for (const name of [...created.keys(), ...linked.keys()])
        expect([name, called(name).length]).toEqual([name, 1]);
      expect(stored).toHaveLength(customers.length + created.size + linked.size + submitted.size);
      for (const [name, id] of submitted) expect(stored.find(one => one.externalId === name)?.id).toBe(id);
      const links = await db.selectFrom('link').select('id').execute();
      expect(links.map(({ id }) => id).toSorted()).toEqual([...linked.values()].toSorted());
      const { used } = await db.selectFrom('planUse').select('used').executeTakeFirstOrThrow();
      expect(used).toBe(linked.size);
      expect(await db.selectFrom('idempotency').select('key').where('status', 'is', null).execute()).toEqual(
        [],
      );

      // Checks are made and events sent, whoever was killed at it; what is sent again is the same event.
      await expectChecked(store, [...submitted.values()]);
      const again = await expectTold(store, receiver);
      console.log(`${again} events were sent again`);

      // Each device's chain has every place once; each answer is the stored one; each note is there once.
      for (const [place, device] of [first, second].entries()) {
        const commands = await db
          .selectFrom('command')
          .select(['id', 'deviceSeq', 'result'])
          .where('deviceId', '=', device.device.id)
          .orderBy('deviceSeq')
          .execute();
        expect(commands.map(({ deviceSeq }) => deviceSeq)).toEqual(commands.map((_, n) => n + 1));
        const answers = answered[place];
        expect(commands).toHaveLength(answers?.size ?? 0);
        for (const { id, result } of commands) expect(answers?.get(id)).toEqual(JSON.parse(result));
        const notes = await db
          .selectFrom('note')
          .select('data')
          .where('customerId', '=', customers[place] ?? '')
          .execute();
        const texts = notes.map(({ data }) => (JSON.parse(data) as { text: string }).text);
        expect([texts.length, new Set(texts).size]).toEqual([commands.length, commands.length]);
      }

      // Who followed the feed by its cursors has every entity as it was left.
      const changes = await db
        .selectFrom('change')
        .select(['entity', 'entityId', 'seq', 'version'])
        .where('entity', '!=', 'wipe')
        .orderBy('seq')
        .execute();
      expect(new Set(changes.map(({ seq }) => seq)).size).toBe(changes.length);
      const left = changes.map(({ entity, entityId, seq, version }) => [
        `${entity}/${entityId}`,
        seq,
        version,
      ]);
      const seen = left.map(([key]) => {
        const change = followed.entities.get(String(key));
        return [key, change?.['seq'], change?.['version']];
      });
      expect(seen).toEqual(left);

      // The audit log has no hole, and every leaf is the hash of its entry.
      const { auditSize } = await db.selectFrom('tenant').select('auditSize').executeTakeFirstOrThrow();
      const entries = await db.selectFrom('audit').selectAll().orderBy('index').execute();
      expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: auditSize }, (_, n) => n));
      for (const { index, at, actor, action, customerId, dataHash, leafHash: hash } of entries) {
        const leaf = { index, at: new Date(at).toISOString(), actor, action, dataHash };
        expect(leafHash(customerId === null ? leaf : { ...leaf, customerId })).toBe(hash);
      }
      expect(await cluster.end()).toBe(true);
    });
  },
);
