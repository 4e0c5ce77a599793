import type { Database, Files, Http, Ports, Statement } from '../../src/main/engine/ports.ts';
import type { Point } from './protocol.ts';

export interface Watched {
  readonly ports: Ports;
  /** The open database of this name, for looking into it. */
  database(name: 'journal.db' | 'cache.db'): Database;
}

const kindOf = (record: unknown): string =>
  typeof record === 'string' ? String(JSON.parse(record).body.kind) : 'nothing';
const decisions: ReadonlySet<string> = new Set(['decided', 'undone']);

/**
 * The ports of an engine, which call `reached` at every point where a kill is to be tried. What is under way is told by
 * what passes through the ports: entries inserted into the journal, its head record, the cache's mark of how far it is.
 */
export function watchPorts(ports: Ports, reached: (point: Point) => void): Watched {
  const open = new Map<string, Database>();
  const at = (holds: boolean, point: Point): void => {
    if (holds) reached(point);
  };
  /** Kinds of the entries that were committed last, until the cache has them. */
  let committed = new Set<string>();
  let opened = false;

  const journal = (database: Database): Database => {
    let inserted = new Set<string>();
    const prepare = (sql: string): Statement => {
      const statement = database.prepare(sql);
      if (!sql.startsWith('INSERT INTO entry')) return statement;
      return {
        ...statement,
        run: (...values) => {
          inserted.add(kindOf(values[1]));
          return statement.run(...values);
        },
      };
    };
    return watched(database, prepare, work => {
      inserted = new Set();
      const done = database.transaction(() => {
        const result = work();
        at(
          [...inserted].some(kind => decisions.has(kind)),
          'decision in the transaction',
        );
        at(inserted.has('answered'), 'answer in the transaction');
        return result;
      });
      committed = inserted;
      at(
        [...inserted].some(kind => decisions.has(kind)),
        'decision committed, head record not written',
      );
      return done;
    });
  };

  const cache = (database: Database): Database => {
    let projects = false;
    const prepare = (sql: string): Statement => {
      const statement = database.prepare(sql);
      return {
        ...statement,
        run: (...values) => {
          projects ||= values[0] === 'projectedSeq';
          return statement.run(...values);
        },
      };
    };
    return watched(database, prepare, work => {
      projects = false;
      const done = database.transaction(() => {
        const result = work();
        at(projects && opened, 'projection in the transaction');
        at(projects && !opened, 'projection at opening');
        return result;
      });
      return done;
    });
  };

  const files: Files = {
    ...ports.files,
    overwrite: (name, offset, bytes) => {
      const written = ports.files.overwrite(name, offset, bytes);
      at(name === 'journal.head' && committed.size > 0, 'nothing projected');
      return written;
    },
  };

  const http: Http = {
    send: async request => {
      if (!request.url.endsWith('/v1/commands')) return ports.http.send(request);
      at(true, 'request not out');
      const answer = ports.http.send(request);
      // Long enough that some arrive, short enough that others do not.
      setTimeout(() => reached('request in flight'), ports.random.fraction() * 12);
      const arrived = await answer;
      at(arrived.ok, 'answer arrived');
      return arrived;
    },
  };

  return {
    ports: {
      ...ports,
      files,
      http,
      databases: {
        ...ports.databases,
        open: (path, key, durability) => {
          const result = ports.databases.open(path, key, durability);
          if (!result.ok) return result;
          const name = path.endsWith('cache.db') ? 'cache.db' : 'journal.db';
          opened = false;
          const database = name === 'cache.db' ? cache(result.value) : journal(result.value);
          open.set(name, database);
          return { ok: true, value: database };
        },
      },
      timers: {
        ...ports.timers,
        after: (milliseconds, run) => {
          // The first timer is set by what works on the open databases.
          opened = true;
          return ports.timers.after(milliseconds, run);
        },
      },
    },
    database: name => {
      const database = open.get(name);
      if (!database) throw new Error(`${name} is not open`);
      return database;
    },
  };
}

/** The database with other statements and transactions; everything else as it is. */
function watched(
  database: Database,
  prepare: Database['prepare'],
  transaction: Database['transaction'],
): Database {
  return {
    ...database,
    prepare,
    transaction,
    get schemaVersion() {
      return database.schemaVersion;
    },
  };
}
