import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from './backend.ts';
import { caseUnderReview } from './backend-customers.ts';
import { approveAll } from './reviewing.ts';
import { evidenceOf, type WorkstationClient } from './workstation-client.ts';

// What tests of commands have, once they have called `commanding`: a file of tests has these to itself.
export let server: TestBackend;
export let analyst: WorkstationClient;
export let other: WorkstationClient;
export let supervisor: WorkstationClient;
export let auditor: WorkstationClient;
/** The case of this test, under review and untouched. */
export let customer: Customer;
/** Counts the tests, to name what is made in them. */
export let round = 0;

/** Everybody at a new workstation: sessions end when the clock moves on. */
export async function signAllIn(): Promise<void> {
  analyst = await server.signIn(server.tenant.analyst);
  other = await server.signIn(server.tenant.analyst2);
  supervisor = await server.signIn(server.tenant.supervisor);
  auditor = await server.signIn(server.tenant.auditor);
}

/** One backend for the tests of a file, whoever decides at their workstations, and before each test a new case. */
export function commanding(): void {
  beforeAll(async () => {
    server = await startBackend();
    await signAllIn();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    customer = await caseUnderReview(server, `commands ${(round += 1)}`);
    // What is refused for its place in the chain leaves a workstation behind the backend.
    for (const client of [analyst, other, supervisor, auditor]) await client.realign();
  });
}

/** The part of a command that names a case as somebody saw it. */
export const on = (one: Customer) => ({ customerId: one.id, baseVersion: one.version });

export const start = (client: WorkstationClient, one = customer) =>
  client.build({ type: 'review.start', payload: {}, ...on(one) });

/** A decision that approves everything that there is. */
export const finish = (client: WorkstationClient, one: Customer, dependsOn: string | null = null) =>
  client.build({
    type: 'review.finish',
    payload: approveAll(one),
    evidence: evidenceOf(one),
    dependsOn,
    ...on(one),
  });
