import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { createVault } from '../../src/main/engine/vault/index.ts';
import { effectiveResult } from '../../src/main/engine/cache/index.ts';
import type { BodyOf, JournalEntry } from '../../src/main/engine/journal/index.ts';
import { commandResultSchema } from '../../src/shared/domain/command.ts';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { fileKeychain } from '../support/file-keychain.ts';
import { openJournal } from '../support/journal.ts';
import { testPorts } from '../support/ports.ts';
import { seededRandom } from '../support/random.ts';
import { startChild } from './child.ts';
import type { ChildArguments, ChildLine } from './protocol.ts';

const kills = Number(process.env['SEALDESK_KILLS'] ?? 110);
const seed = Number(process.env['SEALDESK_SEED'] ?? Date.now() % 1_000_000);
const passphrase = 'correct horse battery staple';

interface BackendCommand {
  readonly id: string;
  readonly deviceSeq: number;
  readonly type: string;
  readonly result: ReturnType<typeof commandResultSchema.parse>;
}

/** What really happened, from the backend's own store. */
function backendFacts(db: string) {
  const database = new Sqlite(db, { readonly: true });
  try {
    const commands = database
      .prepare<[], { id: string; deviceSeq: number; type: string; result: string }>(
        'SELECT id, deviceSeq, type, result FROM command ORDER BY deviceSeq',
      )
      .all()
      .map((row): BackendCommand => ({ ...row, result: commandResultSchema.parse(JSON.parse(row.result)) }));
    const notes = database
      .prepare<[], { data: string }>('SELECT data FROM note')
      .all()
      .map(({ data }) => String(JSON.parse(data).text));
    return { commands, notes };
  } finally {
    database.close();
  }
}

let backend: BackendProcess | undefined;
afterAll(async () => {
  await backend?.end();
});

test(
  `[OBX-1] ${kills} kills while deciding, sending and projecting: every acknowledged decision is applied exactly once`,
  { timeout: 60_000 + kills * 6000 },
  async () => {
    const random = seededRandom(seed);
    const directory = temporaryDirectory('sealdesk-fault', 'memory');
    const db = join(directory, 'backend.db');
    backend = await spawnBackend(['--db', `sqlite:${db}`, '--port', '0', '--sample', '500', '--seed', '7']);
    const { ready } = backend;
    const analyst = ready.users.find(({ roles }) => roles.includes('analyst'));
    if (!analyst) throw new Error('no analyst in the sample');
    const profileDirectory = join(directory, 'profile');
    const compiled = join(directory, 'compiled');
    mkdirSync(profileDirectory);

    const told: ChildLine[] = [];
    const struck = { opening: 0, working: 0, sending: 0 };
    const child = (round: number, drain: boolean) => {
      const args: ChildArguments = {
        profileDirectory,
        passphrase,
        url: ready.url,
        email: analyst.email,
        password: analyst.password,
        seed: seed + round,
        round,
        drain,
      };
      return startChild(args, compiled);
    };

    for (let round = 0; round < kills; round += 1) {
      const running = child(round, false);
      const atOpening = round > 0 && random.integer(6) === 0;
      if (atOpening) {
        await new Promise(resolve => setTimeout(resolve, random.integer(900)));
        struck.opening += 1;
      } else {
        await running.said(line => line.kind === 'ready');
        struck.working += 1;
        if (random.integer(4) === 0) {
          // In the instant of an acknowledgement.
          let left = 1 + random.integer(12);
          await running.said(line => line.kind === 'decided' && --left <= 0);
        } else {
          await new Promise(resolve => setTimeout(resolve, random.integer(350)));
        }
      }
      running.kill();
      const how = await running.ended;
      expect(how, `seed ${seed}, round ${round}: ${running.errors()}`).toEqual({
        code: null,
        signal: 'SIGKILL',
      });
      for (const line of running.lines) {
        if (line.kind !== 'ready') continue;
        expect(line, `seed ${seed}, round ${round}`).toMatchObject({ verified: true, notices: [] });
        if (line.sending > 0) struck.sending += 1;
      }
      told.push(...running.lines);
    }

    // Finishes can be taken back for ten seconds; then everything must arrive.
    const last = child(kills, true);
    await last.said(line => line.kind === 'drained');
    expect(await last.ended, `seed ${seed}: ${last.errors()}`).toEqual({ code: 0, signal: null });

    const ports = testPorts({
      directory: profileDirectory,
      keychain: fileKeychain(join(directory, 'keychain')),
    });
    const vault = await createVault({ ports }).unlock(passphrase);
    if (!vault.ok) throw new Error(vault.problem.kind);
    const journal = await openJournal(ports, vault.value);
    expect(journal.verify()).toEqual({ ok: true, value: undefined });
    expect(journal.findings).toEqual([]);
    const entries = [...journal.entriesAfter(0)];
    journal.close();

    const at = `seed ${seed}`;
    const facts = backendFacts(db);
    const local = localFacts(entries);

    // The backend has every sealed command once, in one unbroken sequence, and none that is not ours.
    expect(
      facts.commands.map(({ deviceSeq }) => deviceSeq),
      at,
    ).toEqual(facts.commands.map((_, index) => index + 1));
    expect(new Set(facts.commands.map(({ id }) => id)), at).toEqual(new Set(local.sealed.keys()));
    for (const { id, result } of facts.commands) {
      const answer = local.answered.get(id);
      expect(answer && effectiveResult(answer.result).result, `${at}, command ${id}`).toBe(
        effectiveResult(result).result,
      );
    }

    // What was acknowledged is there: applied, or before a person; what was taken back is nowhere.
    const undone = new Set(told.flatMap(line => (line.kind === 'undone' ? [line.commandId] : [])));
    const acknowledged = told.flatMap(line => (line.kind === 'decided' ? [line] : []));
    const applied = new Set(
      facts.commands.filter(({ result }) => effectiveResult(result).result === 'applied').map(({ id }) => id),
    );
    for (const { commandId, type } of acknowledged) {
      expect(local.decided.has(commandId), `${at}: ${type} ${commandId} is in the journal`).toBe(true);
      if (undone.has(commandId)) {
        expect(local.sealed.has(commandId), `${at}: undone ${commandId} was not sent`).toBe(false);
        continue;
      }
      const ended =
        local.answered.has(commandId) || local.parked.has(commandId) || local.undone.has(commandId);
      expect(ended, `${at}: ${type} ${commandId} has an end`).toBe(true);
    }

    // Each note's text exists once: acknowledged ones surely, others at most.
    const count = new Map<string, number>();
    for (const text of facts.notes) count.set(text, (count.get(text) ?? 0) + 1);
    for (const [text, times] of count) if (text.startsWith('note ')) expect(times, `${at}: ${text}`).toBe(1);
    const notes = acknowledged.filter(({ type }) => type === 'note.add');
    for (const { text = '', commandId } of notes) {
      expect(applied.has(commandId), `${at}: ${text} applied`).toBe(true);
      expect(count.get(text), `${at}: ${text} at the backend`).toBe(1);
    }

    // The kills struck where they should.
    expect(struck.opening + struck.working).toBe(kills);
    expect(struck.sending, `${at}: kills in the middle of sending`).toBeGreaterThan(kills / 20);
    expect(acknowledged.length, at).toBeGreaterThan(kills);
    const types = new Set(acknowledged.map(({ type }) => type));
    expect(types, at).toEqual(new Set(['note.add', 'review.start', 'review.finish']));
    process.stderr.write(
      `${at}: ${kills} kills (${struck.opening} while opening, ${struck.sending} while sending), ` +
        `${acknowledged.length} acknowledged, ${undone.size} undone, ${applied.size} applied, ` +
        `${facts.commands.length - applied.size} parked, ${entries.length} journal entries\n`,
    );
  },
);

function localFacts(entries: readonly JournalEntry[]) {
  const decided = new Map<string, BodyOf<'decided'>>();
  const sealed = new Map<string, BodyOf<'sealed'>>();
  const answered = new Map<string, BodyOf<'answered'>>();
  const undone = new Set<string>();
  const parked = new Set<string>();
  for (const { body } of entries) {
    if (body.kind === 'decided') decided.set(body.commandId, body);
    if (body.kind === 'sealed') sealed.set(body.commandId, body);
    if (body.kind === 'answered') answered.set(body.commandId, body);
    if (body.kind === 'undone') undone.add(body.commandId);
    if (body.kind === 'parked') parked.add(body.commandId);
  }
  return { decided, sealed, answered, undone, parked };
}
