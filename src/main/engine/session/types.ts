import type {
  EndpointName,
  Policy,
  Problem,
  Session as SessionAnswer,
  User,
} from '../../../shared/api/index.ts';
import type { endpoints } from '../../../shared/api/index.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';
import type { z } from '../../../shared/zod.ts';
import type { Bytes } from '../../../shared/bytes.ts';
import type { HttpFault, HttpResponse } from '../ports.ts';

/** Everything that a call to the backend can come to, but for the answer that was wanted. */
export type ApiFault =
  | { readonly kind: 'network'; readonly fault: HttpFault }
  /** A problem+json answer. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfterMs: number | undefined }
  /** 5xx without a problem, or what is no answer of any contract. */
  | { readonly kind: 'unexpected'; readonly status: number; readonly detail: string }
  /** What the contract has no place for: an endpoint that is not there, an answer of another shape. */
  | { readonly kind: 'otherVersion'; readonly status: number; readonly detail: string }
  /** A page for people where the backend should be: a proxy's, or a network's that wants a sign-in first. */
  | { readonly kind: 'stranger'; readonly status: number }
  /** No session, and none to be had without the person. */
  | { readonly kind: 'signedOut' }
  /** The session's secret can't be read from or written to this machine. */
  | { readonly kind: 'local'; readonly problem: IpcProblem };

export interface ApiRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Until the head, and between two pieces of the body. 20 s unless given. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

type Responses<N extends EndpointName> = (typeof endpoints)[N]['responses'];
/** The JSON of an endpoint's successful answers; undefined where one has none. */
export type ApiAnswer<N extends EndpointName> = {
  [S in keyof Responses<N>]: Responses<N>[S] extends z.ZodType<infer T> ? T : undefined;
}[keyof Responses<N>];

/** The backend, typed by the endpoint table. Adds the session's token, refreshes it once on 401. */
export interface Api {
  json<N extends EndpointName>(name: N, request?: ApiRequest): Promise<Result<ApiAnswer<N>, ApiFault>>;
  /** The head of a successful answer; its body is the caller's to read, and throws `HttpBroken`. */
  stream<N extends EndpointName>(name: N, request?: ApiRequest): Promise<Result<HttpResponse, ApiFault>>;
}

/** This workstation as the backend knows it. */
export interface DeviceIdentity {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Bytes;
  /** Ed25519 with the device's key. */
  readonly sign: (message: Uint8Array) => Bytes;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly totp?: string | undefined;
}

/** A person's session with the backend, kept alive across restarts by the refresh token in the keychain. */
export interface Session {
  readonly api: Api;
  /** Whether the person has to sign in again; known only after the first refresh was refused. */
  signedOut(): boolean;
  /** What the last sign-in or refresh said; undefined before the first one since the start. */
  latest(): SessionFacts | undefined;
  signIn(credentials: Omit<Credentials, 'email'>): Promise<Result<void, IpcProblem>>;
  subscribe(listener: () => void): () => void;
}

export interface SessionFacts {
  readonly user: User;
  readonly policy: Policy;
  readonly device: SessionAnswer['device'];
}
