import type { Readable } from 'node:stream';
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Caller as CallerKind, Endpoint, EndpointName, endpoints } from '../../shared/api/index.ts';
import type { Result } from '../../shared/result.ts';
import type { Caller, Integrator, Workstation } from '../identity/index.ts';
import type { Work } from '../store/index.ts';
import type { Refusal } from './refusal.ts';

type Table = typeof endpoints;
type Member<E, K extends string> =
  E extends Readonly<Record<K, infer T extends z.ZodType>> ? z.output<T> : undefined;

interface CallerOf extends Record<CallerKind, unknown> {
  readonly anyone: undefined;
  readonly workstation: Workstation;
  readonly integrator: Integrator;
  readonly both: Caller;
}

/**
 * A transaction of the caller's tenant whose result is the answer. Under an Idempotency-Key the answer is remembered in
 * that same transaction: what was done and what was answered are one, whenever the process ends.
 */
export type Once = <R extends Result<unknown, Refusal>>(run: (work: Work) => Promise<R>) => Promise<R>;

/** What a handler is given: everything in it was validated against the table. */
export interface Input<E extends Endpoint = Endpoint> {
  readonly caller: CallerOf[E['caller']];
  /** Who calls as they are by now, after what took its time; throws where they may not call any more. */
  readonly still: () => Promise<CallerOf[E['caller']]>;
  readonly params: Member<E, 'params'>;
  readonly query: Member<E, 'query'>;
  readonly body: Member<E, 'body'>;
  readonly headers: IncomingHttpHeaders;
  /** The peer's address, for rate limits. */
  readonly address: string;
  /** The body of an endpoint whose `bodyType` is not JSON. */
  readonly stream: Readable | undefined;
  /** Aborts when the peer goes away or the backend shuts down. */
  readonly signal: AbortSignal;
  readonly once: Once;
}

type Headers = { readonly headers?: Readonly<Record<string, string>> };

/** A successful answer: a body that fits the status's schema, or bytes where the table has null. */
export type Answer<E extends Endpoint = Endpoint> = {
  [S in keyof E['responses'] & number]: E['responses'][S] extends z.ZodType
    ? { readonly status: S; readonly body: z.input<E['responses'][S]> } & Headers
    : { readonly status: S; readonly stream?: Readable } & Headers;
}[keyof E['responses'] & number];

export type Handler<E extends Endpoint> = (
  input: Input<E>,
) => Promise<Result<Answer<E>, Refusal<E['problems'][number]>>>;

/** One handler for each endpoint of the contract. */
export type Handlers = { readonly [N in EndpointName]: Handler<Table[N]> };

export type HandlersOf<N extends EndpointName> = Pick<Handlers, N>;
