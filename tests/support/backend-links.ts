import { newLinkAnswerSchema } from '../../src/shared/api/index.ts';
import type { z } from '../../src/shared/zod.ts';
import type { TestBackend } from './backend.ts';

export type MadeLink = z.output<typeof newLinkAnswerSchema>;

/** Asks for a link as the integrator. */
export const askForLink = (server: TestBackend, over: object = {}, headers: Record<string, string> = {}) =>
  server.integrator('/v1/links', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', ...over }),
  });

/** Makes a link as the integrator; for KYC Basic and a new customer unless told. */
export async function makeLink(server: TestBackend, over: object = {}): Promise<MadeLink> {
  const answer = await askForLink(server, over);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return newLinkAnswerSchema.parse(await answer.json());
}

/** Has the applicant gone through these steps of the page, as if they had; what they ask for is given otherwise. */
export async function confirmSteps(
  server: TestBackend,
  { id }: Pick<MadeLink, 'id'>,
  steps: readonly string[],
): Promise<void> {
  const set = { steps: JSON.stringify(steps) };
  await server.backend.context.store.writer.updateTable('link').set(set).where('id', '=', id).execute();
}
