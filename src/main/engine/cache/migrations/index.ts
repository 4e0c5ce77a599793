import { migrateBy } from '../../migrate.ts';
import type { Database } from '../../ports.ts';
import { cases } from './0001-cases.ts';
import { journalProjection } from './0002-journal-projection.ts';
import { sealedDocuments } from './0003-sealed-documents.ts';
import { unsentCommands } from './0004-unsent-commands.ts';
import { sealedCommands } from './0005-sealed-commands.ts';
import { packedBodies } from './0006-packed-bodies.ts';
import { blocksOfBodies } from './0007-blocks-of-bodies.ts';
import { decidedMarks } from './0008-decided-marks.ts';
import { viewedSinceReview } from './0009-viewed-since-review.ts';
import { links } from './0010-links.ts';

/** In order; the number of a migration is its place here, from 1. Only ever appended to. */
const migrations: readonly string[] = [
  cases,
  journalProjection,
  sealedDocuments,
  unsentCommands,
  sealedCommands,
  packedBodies,
  blocksOfBodies,
  decidedMarks,
  viewedSinceReview,
  links,
];

export const newestSchema = migrations.length;

/** Brings an empty or older cache to the newest schema. */
export const migrate = (database: Database): void => migrateBy(migrations, database);
