import { documentSchema, type Document } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { findCustomer } from '../customers/index.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { idempotency, requestHash, type Remember, type Remembered } from '../http/idempotency.ts';
import { boundaryOf } from '../http/multipart.ts';
import { actorOf, type Caller } from '../identity/index.ts';
import { receiveUpload, type Upload } from './receive.ts';
import { stage, type Staging } from './staging.ts';
import { takeDocument } from './take.ts';

/**
 * What is remembered of an answer: the document where the upload changed its case, which stays as long as answers do; what
 * changes nothing keeps no case, and of that no given value may outlive it.
 */
const rememberedSchema = z.union([documentSchema, z.strictObject({ id: documentSchema.shape.id })]);

const rememberedOf = (document: Document, answers: boolean): z.input<typeof rememberedSchema> =>
  answers ? document : { id: document.id };

export function uploadHandlers(context: Context) {
  const { store, work, clock, random } = context;
  const keys = idempotency(context);
  const notFound = () => refuse('not_found', 'There is no such customer.');

  const attachTo = (
    caller: Caller,
    customerId: string,
    upload: Upload,
    staging: Staging,
    remember: Remember | undefined,
  ) =>
    work(caller.tenantId, async step => {
      const record = await findCustomer(step.db, step.tenantId, customerId);
      if (!record) return notFound();
      const taken = await takeDocument(step, record, {
        upload,
        chunkKey: staging.chunkKey,
        id: newId(clock, random),
        uploadedBy: caller.kind === 'workstation' ? caller.userId : 'integrator',
        actor: actorOf(caller),
      });
      if (!taken.ok) return taken;
      const { kind, document, adopted, answers } = taken.value;
      const status = kind === 'known' ? (200 as const) : (201 as const);
      const body = JSON.stringify(rememberedOf(document, answers));
      await remember?.(step.db, { status, headers: {}, body });
      return ok({ status, body: document, adopted });
    });

  const answerAgain = async (caller: Caller, customerId: string, { status, body }: Remembered) => {
    const kept = rememberedSchema.parse(JSON.parse(body));
    const { customer } = (await findCustomer(store.reader, caller.tenantId, customerId)) ?? {};
    const document = 'sha256' in kept ? kept : customer?.documents.find(({ id }) => id === kept.id);
    if (!document) return notFound();
    return ok({ status: status === 201 ? (201 as const) : (200 as const), body: document });
  };

  return {
    'documents.upload': async ({ caller, still, params, headers, stream }) => {
      const boundary = boundaryOf(headers['content-type']);
      if (!stream || boundary === undefined) return refuse('malformed', 'The multipart boundary is missing.');
      // Looked at before the bytes are taken in; again in the transaction, which decides.
      if (!(await findCustomer(store.reader, caller.tenantId, params.id))) return notFound();
      const staging = stage(context, caller.tenantId, newId(clock, random));
      let kept = false;
      try {
        const received = await receiveUpload(stream, boundary, staging);
        if (!received.ok) return received;
        await still();
        const upload = received.value;
        const key = headers['idempotency-key'];
        const hash = requestHash(params.id, JSON.stringify(upload.meta), upload.sha256);
        const claim = typeof key === 'string' ? await keys.claim(caller, key, hash) : undefined;
        if (claim && !claim.ok) return claim;
        if (claim?.value.kind === 'answered') return await answerAgain(caller, params.id, claim.value.answer);
        const running = claim?.value.kind === 'run' ? claim.value : undefined;
        try {
          const answer = await attachTo(caller, params.id, upload, staging, running?.remember);
          kept = answer.ok && answer.value.adopted;
          return answer.ok ? ok({ status: answer.value.status, body: answer.value.body }) : answer;
        } finally {
          await running?.release();
        }
      } finally {
        if (!kept) await staging.discard();
      }
    },
  } satisfies HandlersOf<'documents.upload'>;
}
