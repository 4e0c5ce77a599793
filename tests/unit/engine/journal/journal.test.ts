import { verify as verifySignature, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createJournal, type JournalBody } from '../../../../src/main/engine/journal/index.ts';
import { fromBase64, fromHex, toBase64, utf8 } from '../../../../src/shared/bytes.ts';
import { fail } from '../../../../src/shared/result.ts';
import { decidedBody, idOf, sealedBody } from '../../../support/journal.ts';
import { vaultOwner } from '../../../support/vault.ts';
import { decide, journalWorld } from './world.ts';

test('a new journal is empty, sound and finds nothing amiss', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  expect(journal.findings).toEqual([]);
  expect(journal.head()).toEqual({
    size: 0,
    root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  });
  expect(journal.verify()).toEqual({ ok: true, value: undefined });
  expect(journal.append([])).toEqual({ ok: true, value: [] });
  journal.close();
});

test('[JRN-1] entries are numbered without holes, in batches and after reopening', async () => {
  const { open, time } = await journalWorld();
  const first = await open();
  expect(first.append([decidedBody(1), decidedBody(2)])).toMatchObject({ value: [{ seq: 1 }, { seq: 2 }] });
  await time.advance(1_500);
  expect(first.append([decidedBody(3)])).toMatchObject({
    value: [{ seq: 3, at: '2026-01-15T09:00:01.500Z' }],
  });
  first.close();
  const second = await open();
  expect(second.findings).toEqual([]);
  expect(second.append([decidedBody(4)])).toMatchObject({ value: [{ seq: 4 }] });
  const entries = [...second.entriesAfter(0)];
  expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(entries.map(({ body }) => body)).toEqual([1, 2, 3, 4].map(number => decidedBody(number)));
  expect([...second.entriesAfter(3)].map(({ seq }) => seq)).toEqual([4]);
  expect(second.verify().ok).toBe(true);
  second.close();
});

test('[JRN-1] an entry can be neither changed nor removed, even with the key', async () => {
  const { open, ports, vault } = await journalWorld();
  const journal = await open();
  decide(journal, 1, 2);
  journal.close();
  const database = ports.databases.open(ports.files.path('journal.db'), vault.journalKey, 'full');
  if (!database.ok) throw new Error(database.problem.kind);
  expect(() => database.value.exec(`UPDATE entry SET record = '{}'`)).toThrow('append-only');
  expect(() => database.value.exec('DELETE FROM entry WHERE seq = 2')).toThrow('append-only');
  database.value.close();
});

test('[JRN-2] when append answers, the head record beside the database already names the entry', async () => {
  const { open, directory } = await journalWorld();
  const journal = await open();
  const sizes = [1, 2, 3].map(number => {
    decide(journal, number, number);
    const file = readFileSync(join(directory, 'journal.head'));
    const slots = [file.subarray(0, 76), file.subarray(4096, 4096 + 76)];
    const heads = slots.map(slot => ({
      size: Number(slot.readBigUInt64BE(4)),
      root: slot.toString('hex', 12, 44),
    }));
    const newest = heads.toSorted((a, b) => b.size - a.size)[0];
    expect(newest).toEqual(journal.head());
    return newest?.size;
  });
  expect(sizes).toEqual([1, 2, 3]);
  journal.close();
});

test('[JRN-2] an entry whose head record can not be written is refused and taken back', async () => {
  const { ports, vault, open } = await journalWorld();
  const before = await open();
  decide(before, 1, 2);
  before.close();
  let refusing = false;
  const files = {
    ...ports.files,
    overwrite: (name: string, offset: number, bytes: Uint8Array) =>
      refusing
        ? fail({ kind: 'disk_full', detail: 'test' } as const)
        : ports.files.overwrite(name, offset, bytes),
  };
  const opened = await createJournal({ ports: { ...ports, files }, vault });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const journal = opened.value;
  const head = journal.head();
  refusing = true;
  expect(journal.append([decidedBody(3)])).toMatchObject({ problem: { kind: 'disk_full' } });
  expect(journal.head()).toEqual(head);
  expect([...journal.entriesAfter(0)]).toHaveLength(2);
  refusing = false;
  expect(journal.append([decidedBody(4)])).toMatchObject({ value: [{ seq: 3 }] });
  expect(journal.verify().ok).toBe(true);
  journal.close();
  const after = await open();
  expect(after.findings).toEqual([]);
  expect(after.entriesOfCommand(idOf(3))).toEqual([]);
  expect(after.entriesOfCommand(idOf(4))).toHaveLength(1);
  after.close();
});

test('[JRN-2] when neither the record nor its undoing can be written, nothing more is accepted until it is opened anew', async () => {
  const { ports, vault, open } = await journalWorld();
  let refusing = false;
  const refuse = fail({ kind: 'failed', detail: 'eio' } as const);
  const files = {
    ...ports.files,
    overwrite: (name: string, offset: number, bytes: Uint8Array) =>
      refusing ? refuse : ports.files.overwrite(name, offset, bytes),
    replace: (name: string, bytes: Uint8Array) => (refusing ? refuse : ports.files.replace(name, bytes)),
  };
  const opened = await createJournal({ ports: { ...ports, files }, vault });
  if (!opened.ok) throw new Error(opened.problem.kind);
  decide(opened.value, 1, 1);
  refusing = true;
  expect(opened.value.append([decidedBody(2)])).toMatchObject({ problem: { kind: 'storage_failed' } });
  refusing = false;
  expect(opened.value.append([decidedBody(3)])).toMatchObject({ problem: { kind: 'storage_failed' } });
  opened.value.close();
  const after = await open();
  expect(after.findings).toEqual([]);
  expect(after.append([decidedBody(3)]).ok).toBe(true);
  expect(after.verify().ok).toBe(true);
  after.close();
});

test('entries are found by command and by customer, with what followed for its commands', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  const bodies: readonly JournalBody[] = [
    decidedBody(1),
    decidedBody(2),
    sealedBody(1, 1),
    { kind: 'opened', customerId: 'customer-1', documentId: 'document-1', sha256: 'a'.repeat(64) },
    { kind: 'withdrawn', commandId: idOf(2), reason: 'by mistake' },
    { kind: 'locked', cause: 'idle' },
  ];
  expect(journal.append(bodies).ok).toBe(true);
  const kinds = (entries: readonly { readonly body: JournalBody }[]) => entries.map(({ body }) => body.kind);
  expect(kinds(journal.entriesOfCommand(idOf(1)))).toEqual(['decided', 'sealed']);
  expect(kinds(journal.entriesOfCustomer('customer-1'))).toEqual(['decided', 'sealed', 'opened']);
  expect(kinds(journal.entriesOfCustomer('customer-2'))).toEqual(['decided', 'withdrawn']);
  expect(journal.entriesOfCustomer('nobody')).toEqual([]);
  journal.close();
});

test('the last sealed command tells where the device stands, also when a place that stayed unused is given again', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  expect(journal.lastSealed()).toBeUndefined();
  for (let number = 1; number <= 11; number += 1) {
    expect(journal.append([decidedBody(number), sealedBody(number, number)]).ok).toBe(true);
  }
  expect(journal.lastSealed()).toEqual({ deviceSeq: 11, hash: '11'.padStart(64, '0') });
  expect(journal.append([decidedBody(12), sealedBody(12, 9)]).ok).toBe(true);
  expect(journal.lastSealed()).toEqual({ deviceSeq: 9, hash: '9'.padStart(64, '0') });
  expect(journal.verify().ok).toBe(true);
  journal.close();
});

test('the entry that first sealed a place or a later one is found, of the present device alone', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  expect(journal.firstSealedFrom(0)).toBeUndefined();
  journal.append([decidedBody(1), decidedBody(2), sealedBody(1, 1), sealedBody(2, 2), sealedBody(2, 1)]);
  expect([0, 1, 2, 3].map(place => journal.firstSealedFrom(place))).toEqual([3, 3, 4, undefined]);
  journal.append([{ kind: 'registered', deviceId: idOf(51), publicKey: 'a key' }, decidedBody(3)]);
  expect(journal.firstSealedFrom(1)).toBeUndefined();
  journal.append([sealedBody(3, 1)]);
  expect([1, 2].map(place => journal.firstSealedFrom(place))).toEqual([8, undefined]);
  journal.close();
});

test('the sequence of a device that was registered anew begins after it, and a device given up keeps its own', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  const device = (kind: 'retired' | 'registered', number: number) =>
    journal.append([{ kind, deviceId: idOf(number), publicKey: 'a key' }]);
  journal.append([decidedBody(1), sealedBody(1, 1), decidedBody(2)]);
  expect([journal.streamStart(), journal.retiredDevice()]).toEqual([0, undefined]);
  device('retired', 50);
  expect([journal.streamStart(), journal.retiredDevice()]).toEqual([0, idOf(50)]);
  expect(journal.lastSealed()?.deviceSeq).toBe(1);
  device('registered', 51);
  expect([journal.streamStart(), journal.retiredDevice()]).toEqual([5, undefined]);
  expect(journal.lastSealed()).toBeUndefined();
  journal.append([sealedBody(2, 1)]);
  expect(journal.lastSealed()?.deviceSeq).toBe(1);
  journal.close();
});

test('a body that is not one of ours is a bug and leaves nothing behind', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  const wrong = { ...decidedBody(1), commandId: 'not an id!' } as JournalBody;
  expect(() => journal.append([decidedBody(2), wrong])).toThrow();
  expect(journal.head().size).toBe(0);
  journal.close();
});

test('entries may be appended while others are being read', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  decide(journal, 1, 3);
  let read = 0;
  for (const { seq } of journal.entriesAfter(0)) {
    read = seq;
    if (seq === 2) decide(journal, 4, 4);
  }
  expect(read).toBe(3);
  expect(journal.head().size).toBe(4);
  journal.close();
});

test('an entry of a kind that this version does not know is named and passed over', async () => {
  const { open, ports, vault } = await journalWorld();
  const journal = await open();
  decide(journal, 1, 1);
  journal.close();
  const database = ports.databases.open(ports.files.path('journal.db'), vault.journalKey, 'full');
  if (!database.ok) throw new Error(database.problem.kind);
  const { crypto } = ports;
  const { grow, emptyFrontier } = await import('../../../../src/main/engine/journal/merkle.ts');
  const { leafOf, writeFrontier } = await import('../../../../src/main/engine/journal/records.ts');
  const text = '{"seq":2,"at":"2026-01-15T09:00:00.000Z","body":{"kind":"fromTheFuture"}}';
  const first = database.value.prepare('SELECT record FROM entry').get()?.['record'];
  database.value.prepare('INSERT INTO entry (seq, record) VALUES (2, ?)').run(text);
  writeFrontier(
    database.value,
    grow(crypto, emptyFrontier, [leafOf(crypto, String(first)), leafOf(crypto, text)]),
  );
  database.value.close();
  const again = await open();
  const unreadable: number[] = [];
  expect([...again.entriesAfter(0, seq => unreadable.push(seq))].map(({ seq }) => seq)).toEqual([1]);
  expect(unreadable).toEqual([2]);
  expect(again.verify().ok).toBe(true);
  again.close();
});

test('a checkpoint is a signed note that anyone with the public key can verify', async () => {
  const { open, vault, ports } = await journalWorld();
  const journal = await open();
  decide(journal, 1, 5);
  const { size, root, note } = journal.checkpoint();
  expect({ size, root }).toEqual(journal.head());
  const [text, signatures] = note.split('\n\n');
  const name = `sealdesk/journal/v1/${vaultOwner.deviceId}`;
  expect(text).toBe(`${name}\n5\n${toBase64(fromHex(root))}`);
  const [dash, signer, encoded] = (signatures ?? '').trimEnd().split(' ');
  expect([dash, signer]).toEqual(['—', name]);
  const signed = fromBase64(encoded ?? '');
  const keyHash = ports.crypto.sha256(new Uint8Array([...utf8(`${name}\n`), 0x01, ...vault.devicePublicKey]));
  expect(signed.slice(0, 4)).toEqual(keyHash.slice(0, 4));
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(vault.devicePublicKey).toString('base64url') },
    format: 'jwk',
  });
  expect(verifySignature(null, utf8(`${text}\n`), key, signed.slice(4))).toBe(true);
  journal.close();
});

test('what the backend has witnessed is remembered and never goes back', async () => {
  const { open } = await journalWorld();
  const journal = await open();
  decide(journal, 1, 4);
  journal.witnessed(3);
  journal.witnessed(2);
  expect(journal.witnessedSize).toBe(3);
  journal.close();
  const again = await open();
  expect(again.witnessedSize).toBe(3);
  again.close();
});

test('the keychain gets the head after 20 s of lagging behind, at once when asked, and not when nothing is new', async () => {
  const { open, keychain, time } = await journalWorld();
  const journal = await open();
  const anchor = () => [...keychain.entries].find(([name]) => name.endsWith('journal-anchor'))?.[1];
  await journal.anchor(true);
  const empty = anchor();
  decide(journal, 1, 1);
  await time.advance(19_999);
  await journal.anchor(false);
  expect(anchor()).toEqual(empty);
  await time.advance(1);
  await journal.anchor(false);
  const one = anchor();
  expect(one).not.toEqual(empty);
  decide(journal, 2, 2);
  await journal.anchor(true);
  expect(anchor()).not.toEqual(one);
  keychain.refuse({ kind: 'locked', detail: 'test' });
  expect(await journal.anchor(true)).toEqual({ ok: true, value: undefined });
  decide(journal, 3, 3);
  expect(await journal.anchor(true)).toMatchObject({ problem: { kind: 'keychain_locked' } });
  keychain.refuse(undefined);
  expect(await journal.anchor(true)).toEqual({ ok: true, value: undefined });
  journal.close();
});

test('nothing of an entry is readable in the profile', async () => {
  const { open, directory } = await journalWorld();
  const journal = await open();
  journal.append([decidedBody(1, 'Canary-Zanzibar')]);
  const files = ['journal.db', 'journal.db-wal', 'journal.head'];
  for (const file of files) {
    const bytes = readFileSync(join(directory, file));
    for (const canary of ['Canary-Zanzibar', 'Соколова', 'note.add'])
      expect(bytes.includes(canary)).toBe(false);
  }
  journal.close();
});
