import { linkSchema, newLinkAnswerSchema } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
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

/** The state of a customer's newest link. */
export async function stateOfLink(server: TestBackend, customerId: string | null | undefined) {
  const answer = await server.integrator(`/v1/links?customerId=${customerId}`);
  return z.object({ items: z.array(linkSchema) }).parse(await answer.json()).items[0]?.state;
}

/** Has the backend fail at whatever concerns a link, until what is returned mends it. */
export async function breakLinks(server: TestBackend): Promise<() => Promise<void>> {
  const { schema } = server.backend.context.store.writer;
  await schema.alterTable('link').renameTo('linkOfBefore').execute();
  return () => schema.alterTable('linkOfBefore').renameTo('link').execute();
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
