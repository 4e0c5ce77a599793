import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { maxDocumentBytes } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { hasRoom, receiveUpload, stage, type Arrivals } from '../documents/index.ts';
import { boundaryOf } from '../http/multipart.ts';
import type { Arrived, Outcome } from './actions.ts';
import type { Form } from './form.ts';
import { lateFault } from './late.ts';
import { documentLabel } from './views/documents.ts';
import type { Speech, Visit } from './visit.ts';
import { wordsIn, type Words } from './words/index.ts';

/** What stands around a document: boundaries, headings, what it is said to be. */
const framingBytes = 64 << 10;
const uploadLimit = maxDocumentBytes + framingBytes;

/** What is wrong with an upload, in the applicant's words. */
export type UploadFault =
  | Extract<keyof Words['documents'], 'faultFile' | 'faultType' | 'faultSize' | 'faultSending' | 'faultFull'>
  /** There is room, but for what is on its way. */
  | 'busy';

/**
 * Takes the bytes of an upload for a customer in and hands them to `use`; whatever is not adopted there is forgotten.
 * Returns what is wrong with the upload itself, where something is.
 */
export async function receive(
  context: Context & { readonly arrivals: Arrivals },
  request: FastifyRequest,
  { customer, link: { tenantId } }: Pick<Visit, 'customer' | 'link'>,
  use: (arrived: Pick<Arrived, 'upload' | 'staging'>) => Promise<Outcome & { readonly adopted: boolean }>,
): Promise<Outcome | UploadFault> {
  const boundary = boundaryOf(request.headers['content-type']);
  const { body } = request;
  if (!(body instanceof Readable) || boundary === undefined) return 'faultSending';
  const told = request.headers['content-length'];
  const whole = told === undefined ? uploadLimit : Number(told);
  if (whole > uploadLimit) return 'faultSize';
  // No more than it is for certain: nobody is told that what fits does not.
  const coming = { size: Math.max(0, whole - framingBytes), uploadedBy: 'applicant' };
  const end = context.arrivals.begin(customer, coming);
  if (!end) return hasRoom(customer.documents, coming) ? 'busy' : 'faultFull';
  const staging = stage(context, tenantId, newId(context.clock, context.random));
  let kept = false;
  try {
    const received = await receiveUpload(body, boundary, staging);
    if (!received.ok) {
      switch (received.problem.code) {
        case 'too_large':
          return 'faultSize';
        case 'unsupported_document':
          return received.problem.errors ? 'faultFile' : 'faultType';
        case 'malformed':
        case 'invalid_payload':
          return 'faultSending';
      }
    }
    const outcome = await use({ upload: received.value, staging });
    kept = outcome.adopted;
    return outcome;
  } finally {
    try {
      if (!kept) await staging.discard();
    } finally {
      end();
    }
  }
}

/** The form that says what is wrong with an upload, at the card that it was for. */
export function uploadFault(visit: Visit, speech: Speech, card: string, fault: UploadFault): Form {
  const words = wordsIn[speech.locale];
  const asked = visit.asked.documents.find(({ id }) => id === card);
  const label = asked ? documentLabel(words, asked) : words.documents.name;
  const message = fault === 'busy' ? words.failed.again : words.documents[fault];
  // Whatever is wrong with it: nothing can be sent in its place.
  if (!visit.way.steps.includes('documents'))
    return { values: new Map(), faults: [lateFault(speech, label)] };
  return { values: new Map(), faults: [{ name: asked?.id, label, message }] };
}
