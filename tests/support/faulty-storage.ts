import {
  StorageError,
  type Database,
  type Databases,
  type Files,
  type Ports,
  type Statement,
  type StorageFault,
} from '../../src/main/engine/ports.ts';
import { fail } from '../../src/shared/result.ts';

export interface FaultyStorage {
  readonly files: Files;
  readonly databases: Databases;
  /** Steps taken so far. */
  steps(): number;
  /** From now on nothing fails. */
  heal(): void;
}

/** The storage of these ports, whose step number `from` fails, and with `lasting` every later one too. */
export function faultyStorage(
  ports: Pick<Ports, 'files' | 'databases'>,
  plan: { readonly from: number; readonly lasting: boolean; readonly fault: StorageFault },
): FaultyStorage {
  let steps = 0;
  let healed = false;
  const fails = (): boolean => {
    steps += 1;
    return !healed && (steps === plan.from || (plan.lasting && steps > plan.from));
  };
  const orFail = <T>(run: () => T) => (fails() ? fail(plan.fault) : run());
  const orThrow = <T>(run: () => T): T => {
    if (fails()) throw new StorageError(plan.fault);
    return run();
  };
  const faultyStatement = (statement: Statement): Statement => ({
    run: (...values) => orThrow(() => statement.run(...values)),
    get: (...values) => orThrow(() => statement.get(...values)),
    all: (...values) => orThrow(() => statement.all(...values)),
    iterate: (...values) => orThrow(() => statement.iterate(...values)),
  });
  const faultyDatabase = (database: Database): Database => ({
    prepare: sql => faultyStatement(database.prepare(sql)),
    exec: sql => orThrow(() => database.exec(sql)),
    // Fails after the work and before the commit, which is where a full disk is met.
    transaction: work =>
      database.transaction(() => {
        const done = work();
        return orThrow(() => done);
      }),
    get schemaVersion() {
      return database.schemaVersion;
    },
    setSchemaVersion: version => database.setSchemaVersion(version),
    check: depth => orThrow(() => database.check(depth)),
    checkpoint: () => orThrow(() => database.checkpoint()),
    close: () => database.close(),
  });
  const { files, databases } = ports;
  return {
    steps: () => steps,
    heal: () => {
      healed = true;
    },
    files: {
      ...files,
      read: name => orFail(() => files.read(name)),
      replace: (name, bytes) => orFail(() => files.replace(name, bytes)),
      overwrite: (name, offset, bytes) => orFail(() => files.overwrite(name, offset, bytes)),
      rename: (from, to) => orFail(() => files.rename(from, to)),
      remove: name => orFail(() => files.remove(name)),
      list: folder => orThrow(() => files.list(folder)),
      size: name => orThrow(() => files.size(name)),
    },
    databases: {
      intactPages: (path, key, log) => orThrow(() => databases.intactPages(path, key, log)),
      open: (path, key, durability) => {
        const opened = orFail(() => databases.open(path, key, durability));
        return opened.ok ? { ok: true, value: faultyDatabase(opened.value) } : opened;
      },
    },
  };
}
