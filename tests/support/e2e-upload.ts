import { documentSchema, type Document, type DocumentType } from '../../src/shared/domain/index.ts';
import { uploadForm } from './backend-customers.ts';
import type { Office } from './e2e.ts';

/** Gives a customer one more document, as the company's own server does. */
export async function upload(
  { backendUrl, apiKey }: Pick<Office, 'backendUrl' | 'apiKey'>,
  customerId: string,
  document: {
    readonly type: DocumentType;
    readonly bytes: Buffer<ArrayBuffer>;
    readonly filename: string;
  },
): Promise<Document> {
  const response = await fetch(`${backendUrl}/v1/customers/${customerId}/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: uploadForm(document),
  });
  if (!response.ok)
    throw new Error(`the backend took no document: ${response.status} ${await response.text()}`);
  return documentSchema.parse(await response.json());
}
