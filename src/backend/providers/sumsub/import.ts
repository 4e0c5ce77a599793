import { ok } from '../../../shared/result.ts';
import { z } from '../../../shared/zod.ts';
import type { Context } from '../../context.ts';
import type { ImportApplicant } from '../../customers/index.ts';
import { refuse } from '../../http/index.ts';
import type { Provider } from '../provider.ts';
import { applicantSchema, importedFrom } from './applicant.ts';
import { signedHeaders, type SumsubKeys } from './sign.ts';

export interface SumsubOptions extends SumsubKeys {
  /** Origin of the API; Sumsub's own unless told. */
  readonly url?: string | undefined;
}

const sumsubUrl = 'https://api.sumsub.com';
const timeoutMs = 15_000;
const mostBytes = 1 << 20;

const refusalSchema = z.object({ description: z.string().optional(), errorName: z.string().optional() });

const tokenRefused = (message: string) => ({ errors: [{ path: 'body.sumsubShareToken', message }] });

/** Text of an answer, or undefined where it is longer than any applicant. */
async function textOf(answer: Response): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed<T>(schema: z.ZodType<T>, json: string | undefined): T | undefined {
  try {
    return schema.safeParse(JSON.parse(json ?? '')).data;
  } catch {
    return undefined;
  }
}

/**
 * Imports applicants that are shared with the operator's Sumsub account (docs.sumsub.com, "Import shared applicants"). The
 * token goes into one request; neither it nor the address that holds it is stored, logged or repeated in an answer.
 */
export function sumsubImport(
  options: SumsubOptions | undefined,
  { clock, log }: Pick<Context, 'clock' | 'log'>,
): ImportApplicant {
  return async (token, signal) => {
    if (!options) {
      const errors = tokenRefused('imports from Sumsub are not set up here');
      return refuse('invalid_payload', 'Imports from Sumsub are not set up here.', errors);
    }
    const path = `/resources/applicants/-/import?shareToken=${encodeURIComponent(token)}`;
    const unreachable = (why: object) => {
      log.warn({ provider: 'sumsub', ...why }, 'an import failed');
      return refuse('not_ready', 'Sumsub could not be asked; try again with the same token.');
    };
    let status: number;
    let body: string | undefined;
    try {
      const answer = await fetch(new URL(path, options.url ?? sumsubUrl), {
        method: 'POST',
        headers: signedHeaders(options, { method: 'POST', path, at: clock.now() }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      status = answer.status;
      body = await textOf(answer);
    } catch (error) {
      // The error may name the address, and with it the token: its kind has to do.
      return unreachable({ kind: error instanceof Error ? error.name : 'unknown' });
    }
    if (status === 200 || status === 201) {
      const applicant = parsed(applicantSchema, body);
      return applicant ? ok(importedFrom(applicant)) : unreachable({ status });
    }
    const said = parsed(refusalSchema, body);
    // 401 is said of a token that is used up, expired or malformed, and of our own signature.
    if (
      status === 401 &&
      /token/i.test(said?.description ?? '') &&
      !/app.?token/i.test(said?.description ?? '')
    ) {
      return refuse('share_token_expired', 'The share token is no longer valid; send a new one.');
    }
    if (status === 400 || status === 404) {
      return refuse(
        'invalid_payload',
        'Sumsub does not accept this share token.',
        tokenRefused('not accepted'),
      );
    }
    return unreachable({ status });
  };
}

/** The check of a level that names `sumsub`: an import is its outcome, so it only runs where there is none. */
export const sumsubProvider: Provider = {
  name: 'sumsub',
  run: async () => ({
    state: 'rfi',
    findings: [{ code: 'sumsub.notImported', message: 'No applicant was imported from Sumsub.' }],
  }),
};
