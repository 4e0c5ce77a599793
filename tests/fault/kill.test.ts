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
import {
  points,
  type ChildArguments,
  type ChildLine,
  type Phase,
  type Point,
  type Stop,
} from './protocol.ts';

const kills = Number(process.env['SEALDESK_KILLS'] ?? 104);
const seed = Number(process.env['SEALDESK_SEED'] ?? Date.now() % 1_000_000);
const phases = ['deciding', 'sending', 'projecting'] as const satisfies readonly Phase[];
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
  { timeout: 600_000 + kills * 12_000 },
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
    const struck = { deciding: 0, sending: 0, projecting: 0, 'by chance': 0 };
    const struckAt = new Map<string, number>();
    const child = (round: number, stop: Stop | null, drain = false) => {
      const args: ChildArguments = {
        profileDirectory,
        passphrase,
        url: ready.url,
        email: analyst.email,
        password: analyst.password,
        seed: seed + round,
        round,
        drain,
        stop,
      };
      return startChild(args, compiled);
    };

    const plan = planKills(kills, random);
    let next = child(0, plan[0]?.stop ?? null);
    for (const [round, { phase, stop }] of plan.entries()) {
      const running = next;
      const where = `seed ${seed}, round ${round}, ${stop?.point ?? phase}`;
      running.go();
      // Loading takes as long as all the rest: the next one does it meanwhile.
      next = child(round + 1, plan[round + 1]?.stop ?? null, round + 1 === plan.length);
      if (stop) {
        await running.said(line => line.kind === 'stopped');
        struckAt.set(stop.point, (struckAt.get(stop.point) ?? 0) + 1);
      } else {
        const from = random.integer(2) === 0 ? 'loaded' : 'ready';
        await running.said(line => line.kind === from);
        await new Promise(resolve => setTimeout(resolve, random.integer(500)));
      }
      running.kill();
      struck[phase] += 1;
      const how = await running.ended;
      expect(how, `${where}: ${running.errors()}`).toEqual({ code: null, signal: 'SIGKILL' });
      for (const line of running.lines) {
        if (line.kind !== 'ready') continue;
        expect(line, where).toMatchObject({ verified: true, notices: [], differs: [] });
      }
      told.push(...running.lines);
    }

    // Nothing can be taken back any more; now everything must arrive.
    next.go();
    const drained = await next.said(line => line.kind === 'drained');
    expect(drained, `seed ${seed}`).toMatchObject({ differs: [] });
    expect(await next.ended, `seed ${seed}: ${next.errors()}`).toEqual({ code: 0, signal: null });

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
    const atLeast = Math.floor(kills / 4);
    for (const phase of phases) expect(struck[phase], `${at}: ${phase}`).toBeGreaterThanOrEqual(atLeast);
    if (kills >= 100) expect(new Set(struckAt.keys())).toEqual(new Set(Object.values(points).flat()));
    expect(acknowledged.length, at).toBeGreaterThan(kills);
    const types = new Set(acknowledged.map(({ type }) => type));
    expect(types, at).toEqual(new Set(['note.add', 'review.start', 'review.finish']));
    const shares = Object.entries(struck).map(([phase, number]) => `${number} ${phase}`);
    const places = [...struckAt].map(([point, number]) => `  ${number} × ${point}\n`);
    process.stderr.write(
      `${at}: ${kills} kills (${shares.join(', ')}), ${acknowledged.length} acknowledged, ` +
        `${undone.size} undone, ${applied.size} applied, ${facts.commands.length - applied.size} parked, ` +
        `${entries.length} journal entries\n${places.join('')}`,
    );
  },
);

interface Kill {
  readonly phase: Phase | 'by chance';
  /** Where the child is to stand when it is killed; any time otherwise. */
  readonly stop: Stop | null;
}

/** How often a point is passed before the kill, at most: what happens seldom is not waited for. */
const mostTimes: Readonly<Record<Phase, number>> = { deciding: 12, sending: 3, projecting: 12 };

/** Every point of every phase as often as the others, in any order, and some at any time. */
function planKills(count: number, random: ReturnType<typeof seededRandom>): readonly Kill[] {
  const atPoint = (phase: Phase, point: Point): Kill => ({
    phase,
    stop: { point, time: point === 'projection at opening' ? 1 : 1 + random.integer(mostTimes[phase]) },
  });
  const byChance = Math.floor(count / 14);
  const each = Math.floor((count - byChance) / phases.length);
  const kills = phases.flatMap(phase =>
    Array.from({ length: each }, (_, index) => atPoint(phase, nth(points[phase], index))),
  );
  // At opening there is something to project only after a kill that kept it out of the cache.
  const late = kills.filter(({ stop }) => stop?.point === 'projection at opening');
  const rest: Kill[] = kills.filter(kill => !late.includes(kill));
  while (rest.length + late.length < count) rest.push({ phase: 'by chance', stop: null });
  const order = rest.map(kill => ({ kill, at: random.fraction() })).toSorted((a, b) => a.at - b.at);
  // The first child sets up the profile and fetches the cases: it is killed at a point, which comes after that.
  const begin = order.findIndex(({ kill }) => kill.stop !== null);
  return [...order.slice(begin), ...order.slice(0, begin)].flatMap(({ kill }): readonly Kill[] => {
    const follows = kill.phase === 'projecting' ? late.shift() : undefined;
    return follows ? [kill, follows] : [kill];
  });
}

const nth = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

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
