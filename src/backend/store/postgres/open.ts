import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { StoreUse } from '../schema.ts';
import type { Store } from '../store.ts';
import { aloneOver } from './alone.ts';
import { clientConfig, openReader, openWriter, withoutLimit } from './connect.ts';
import { refusalSentence, type Place } from './errors.ts';
import { insertRows } from './insert.ts';
import { channel, listen } from './listen.ts';
import { newsOf, wordOf } from './news.ts';
import { migrate } from './migrate.ts';

/** Throws a sentence for the operator instead, where there is one. */
function refuse(error: unknown, place: Place): never {
  const sentence = refusalSentence(error, place);
  throw sentence === undefined ? error : new Error(sentence, { cause: error });
}

/** Connects once, so that what is wrong with the URL or the server is said before anything else. */
async function tryOut(url: string): Promise<Place> {
  const client = new pg.Client(clientConfig(url));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
    if (rows[0]?.server_encoding !== 'UTF8') {
      throw new Error(
        `The database "${client.database}" does not hold UTF-8; make one that does (createdb --encoding=UTF8 --template=template0).`,
      );
    }
    return client;
  } catch (error) {
    return refuse(error, client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Opens (and where needed makes) the tables of a database; any number of processes may share it. An older one is brought
 * up to date by a process that is to serve it, and by no other. Throws with a sentence for the operator when it can't.
 */
export async function openPostgres(url: string, use: StoreUse = {}): Promise<Store> {
  const place = await tryOut(url);
  const writer = openWriter(url);
  const reader = openReader(url);
  const origin = randomBytes(6).toString('base64url');
  /**
   * Whether rows were purged since the last time that all dead ones were removed. Nobody knows of what the process before
   * this one purged: it may have ended before it came to that.
   */
  let isOwed = true;
  let endListening = (): void => undefined;
  const close = async (): Promise<void> => {
    endListening();
    await reader.destroy();
    await writer.destroy();
  };
  try {
    await migrate(writer, use, `in the database "${place.database}"`);
  } catch (error) {
    await close();
    refuse(error, place);
  }
  return {
    dialect: 'postgres',
    writer,
    reader,
    alone: aloneOver(writer),
    skipLocked: query => query.forUpdate().skipLocked(),
    insertRows,
    announce: async (db, news) => {
      await sql`select pg_notify(${channel}, ${`${origin} ${wordOf(news)}`})`.execute(db);
    },
    serve: heard => {
      endListening = listen(url, payload => {
        if (payload === undefined) heard(undefined);
        else if (!payload.startsWith(`${origin} `)) heard(newsOf(payload));
      });
      return () => endListening();
    },
    bulk: async load => {
      const value = await load();
      await withoutLimit(writer, sql`analyze`);
      return value;
    },
    forget: async (hasPurged, signal) => {
      isOwed ||= hasPurged;
      if (!isOwed) return;
      // Dead rows make room at once, and the planner's statistics name no purged value.
      isOwed = !(await withoutLimit(writer, sql`vacuum (analyze)`, signal));
    },
    close,
  };
}
