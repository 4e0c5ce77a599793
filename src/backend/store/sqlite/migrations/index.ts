import { statements as begin } from './0001-begin.ts';
import { statements as purge } from './0002-purge.ts';
import { statements as jobs } from './0003-jobs.ts';
import { statements as checks } from './0013-checks.ts';
import { statements as leases } from './0010-leases.ts';
import { statements as links } from './0011-links.ts';
import { statements as linkMaker } from './0017-link-maker.ts';
import { statements as leads } from './0015-leads.ts';
import { statements as documentPrints } from './0012-document-prints.ts';
import { statements as auditIdentity } from './0016-audit-identity.ts';
import { statements as rescreening } from './0018-rescreening.ts';
import { statements as checkRounds } from './0019-check-rounds.ts';
import { statements as webhookLastFailure } from './0020-webhook-last-failure.ts';
import { statements as jobsByKind } from './0021-jobs-by-kind.ts';
import { statements as lostJobs } from './0022-lost-jobs.ts';
import { statements as backFill } from './0023-back-fill.ts';
import { statements as oldCases } from './0025-old-cases.ts';
import { statements as webhooks } from './0014-webhooks.ts';

export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/** In order; `PRAGMA user_version` holds the last one applied. */
export const migrations: readonly Migration[] = [
  { version: 1, statements: begin },
  { version: 2, statements: purge },
  { version: 3, statements: jobs },
  { version: 10, statements: leases },
  { version: 11, statements: links },
  { version: 12, statements: documentPrints },
  { version: 13, statements: checks },
  { version: 14, statements: webhooks },
  { version: 15, statements: leads },
  { version: 16, statements: auditIdentity },
  { version: 17, statements: linkMaker },
  { version: 18, statements: rescreening },
  { version: 19, statements: checkRounds },
  { version: 20, statements: webhookLastFailure },
  { version: 21, statements: jobsByKind },
  { version: 22, statements: lostJobs },
  { version: 23, statements: backFill },
  { version: 25, statements: oldCases },
];
