import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCache } from '../../../src/main/engine/cache/index.ts';
import { caseUnderReview } from '../../support/backend-customers.ts';
import { startBackend } from '../../support/backend.ts';
import { customerWith, upsertOf } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, workstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { faultyStorage } from '../../support/faulty-storage.ts';
import { testPorts } from '../../support/ports.ts';
import { scriptedBackend, sendLines } from '../../support/scripted-backend.ts';
import { fill, smallDisk } from '../../support/small-disk.ts';

const customerId = 'c-1';
const note = (text: string) => ({ customerId, text, mentions: [] });

test.skipIf(!smallDisk.available)(
  '[DSK-1] a full disk is named at deciding, syncing, locking and unlocking, and all goes on when there is room (needs mount)',
  async () => {
    const disk = smallDisk.mount('12m');
    const backend = await scriptedBackend([customerWith({ id: customerId })]);
    const desk = await workstation({ directory: disk, jitter: 0.02 });
    await firstRun(desk, backend.url, { email: 'a@example.test', password: 'right' });
    const { commandId } = await desk.ask('note.add', note('before'));
    const many = Array.from({ length: 2000 }, (_, index) =>
      upsertOf(customerWith({ id: `d-${index}`, name: `Name ${index}` }), index + 10),
    );
    const end = { cursor: 'more', hasMore: false, serverTime: '2026-01-15T10:00:00.000Z' };
    const filler = join(disk, 'filler');
    fill(filler);

    // Deciding: some may still fit into what a log already has, none is acknowledged without being kept.
    const acknowledged = [commandId];
    const refused = await eventually(async () => {
      const answer = await desk.engine.call('note.add', note('x'.repeat(3000)));
      if (answer.ok) acknowledged.push(answer.value.commandId);
      return !answer.ok && answer.problem.kind;
    });
    expect(refused).toBe('disk_full');
    // Syncing.
    let room = false;
    backend.trouble(
      (request, response) => {
        if (room && request.query.get('cursor') === 'more') return;
        sendLines(response, [...many, end]);
      },
      ['/v1/changes'],
    );
    await desk.ask('sync.now', {});
    await eventually(async () => (await desk.ask('sync.state', {})).problem?.kind === 'disk_full');
    expect((await desk.ask('sync.state', {})).cases).toBe(1);
    // Locking ends, and what unlocking says is why it can't.
    await desk.engine.lock('test');
    expect(desk.engine.state().phase).toBe('locked');
    const opened = await desk.engine.call('vault.unlock', { passphrase });
    if (!opened.ok) expect(opened.problem.kind).toBe('disk_full');

    rmSync(filler);
    room = true;
    if (desk.engine.state().phase === 'locked') await desk.ask('vault.unlock', { passphrase });
    await eventually(async () => (await desk.ask('sync.state', {})).cases === 2001);
    await eventually(async () => (await desk.ask('sync.state', {})).problem === undefined);
    acknowledged.push((await desk.ask('note.add', note('after'))).commandId);
    for (const id of acknowledged) {
      expect(await desk.ask('outbox.detail', { commandId: id })).toMatchObject({ item: { commandId: id } });
    }
  },
);

test.skipIf(!smallDisk.available)(
  '[DSK-1] [OBX-9] with room left for the journal alone nothing is sent, and each decision once when there is room for both (needs mount)',
  async () => {
    const server = await startBackend();
    onTestFinished(() => server.close());
    const { id } = await caseUnderReview(server, 'a full disk');
    const disk = smallDisk.mount('48m');
    let requests = 0;
    const desk = await workstation({
      directory: disk,
      jitter: 0.02,
      between: real => ({
        send: request => {
          if (request.url.endsWith('/v1/commands')) requests += 1;
          return real.send(request);
        },
      }),
    });
    await firstRun(desk, server.url, server.tenant.analyst);
    await desk.ask('sync.setPaused', { paused: true });
    // What a day of work leaves: the journal's log has been written back once and has room to be written over.
    for (let turn = 0; turn < 225; turn += 1) {
      await desk.ask('review.start', { customerId: id });
      await desk.ask('review.release', { customerId: id });
    }
    const filler = join(disk, 'filler');
    fill(filler);
    const acknowledged: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      const answer = await desk.engine.call('note.add', { ...note(`full ${number}`), customerId: id });
      if (answer.ok) acknowledged.push(answer.value.commandId);
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    await desk.ask('sync.setPaused', { paused: false });
    await eventually(async () => (await desk.ask('sync.state', {})).problem?.kind === 'disk_full');
    expect(await desk.refused('review.start', { customerId: id })).toBe('disk_full');
    expect(requests).toBe(0);

    rmSync(filler);
    await desk.ask('sync.now', {});
    for (const commandId of acknowledged) {
      const history = await eventually(async () => {
        const detail = await desk.engine.call('outbox.detail', { commandId });
        return detail.ok && detail.value.item.state === 'applied' && detail.value.history;
      });
      expect(history).toHaveLength(3);
    }
    expect((await desk.ask('outbox.list', { group: 'needsYou', limit: 1 })).totals.needsYou).toBe(0);
  },
);

test.each([false, true])(
  '[DSK-1] a disk that is full at any step of making the cache leaves none that is half made (lasting: %s)',
  lasting => {
    const key = new Uint8Array(32).fill(7);
    for (let from = 1; ; from += 1) {
      const ports = testPorts({ directory: temporaryDirectory() });
      const fault = { kind: 'disk_full', detail: 'enospc' } as const;
      const storage = faultyStorage(ports, { from, lasting, fault });
      const label = `step ${from}`;
      const first = openCache({ ...storage, key });
      if (first.ok) first.value.database.close();
      else expect(first.problem.kind, label).toBe('disk_full');
      const after = openCache({ databases: ports.databases, files: ports.files, key });
      if (!after.ok) throw new Error(`${label}: ${after.problem.kind}`);
      expect(after.value.rebuilt, label).toBeUndefined();
      expect(after.value.database.check('quick'), label).toEqual([]);
      after.value.database.close();
      if (storage.steps() < from) return expect(from).toBeGreaterThan(5);
    }
  },
);
