import { StoreUnavailable, UnstorableText } from '../store/index.ts';
import { refusal, type Refusal } from './refusal.ts';

/** What the body parsers throw: an expected failure inside Fastify's own machinery. */
export class RequestFault extends Error {
  readonly refusal: Refusal;
  constructor(fault: Refusal) {
    super(fault.code);
    this.refusal = fault;
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
const statusOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;

/** The refusal that an error means; undefined when it is a bug of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof RequestFault) return error.refusal;
  if (error instanceof UnstorableText) {
    return refusal('invalid_payload', 'A text holds the character U+0000, which is not kept.');
  }
  if (error instanceof StoreUnavailable) {
    return refusal('not_ready', 'The store does not answer; try again in a moment.', {
      headers: { 'retry-after': '1' },
    });
  }
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refusal('too_large', 'The body is larger than this endpoint takes.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal('unsupported_media_type', 'This endpoint does not take this content type.');
    // No id is that long: it names nothing.
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return refusal('not_found', 'There is nothing by this id.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'ECONNRESET':
      return refusal('malformed', 'The request is malformed.');
    case '':
      break;
  }
  const status = statusOf(error);
  return status >= 400 && status < 500 ? refusal('malformed', 'The request is malformed.') : undefined;
}
