import {
  commandOutcomeSchema,
  commandResultSchema,
  isFinal,
  type Command,
  type CommandResult,
} from '../../../shared/domain/command.ts';
import { z } from '../../../shared/zod.ts';
import { effectiveResult } from '../cache/index.ts';

/** What became of one command of a batch. */
export type Answer =
  | { readonly kind: 'final'; readonly commandId: string; readonly result: CommandResult }
  /** The stream stops here for a while. */
  | { readonly kind: 'retry'; readonly retryAfterMs: number | undefined }
  /** The backend wants another place of the sequence first. */
  | { readonly kind: 'gap'; readonly expected: number | undefined }
  /** The device's chain is not the one that the backend knows. */
  | { readonly kind: 'forked'; readonly code: string }
  /** Nothing usable was said about this command. */
  | { readonly kind: 'unreadable'; readonly commandId: string };

const bodySchema = z.object({ results: z.array(z.unknown()) });

/** The least that an answer must say; what a newer backend says beside it may be unknown to us. */
const leastSchema = z.object({
  id: z.string(),
  result: commandOutcomeSchema,
  status: z.int(),
  code: z.string().nullish().catch(undefined),
  detail: z.string().nullish().catch(undefined),
  version: z.int().nullish().catch(undefined),
});

const forkCodes: ReadonlySet<string> = new Set(['sequence_reused', 'chain_broken']);

/**
 * Reads the answers to a batch, one for each command in its order, up to the first that stops the stream. Undefined
 * when the body is no list of results at all.
 */
export function readAnswers(batch: readonly Command[], body: unknown): readonly Answer[] | undefined {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return undefined;
  const byId = new Map(parsed.data.results.map(result => [idOf(result), result]));
  const answers: Answer[] = [];
  for (const { id } of batch) {
    const answer = readAnswer(id, byId.get(id));
    answers.push(answer);
    if (answer.kind !== 'final') break;
  }
  return answers;
}

function readAnswer(commandId: string, raw: unknown): Answer {
  const whole = commandResultSchema.safeParse(raw);
  const least = whole.success ? whole : leastSchema.safeParse(raw);
  if (!least.success) return { kind: 'unreadable', commandId };
  const result: CommandResult = least.data;
  if (result.result === 'retry') return { kind: 'retry', retryAfterMs: result.retryAfterMs ?? undefined };
  if (result.result === 'waiting') return { kind: 'gap', expected: result.expected ?? undefined };
  if (result.result === 'replayed') {
    return result.first && isFinal(result.first.result)
      ? { kind: 'final', commandId, result }
      : { kind: 'unreadable', commandId };
  }
  if (result.result === 'refused' && forkCodes.has(result.code ?? '')) {
    return { kind: 'forked', code: result.code ?? '' };
  }
  return { kind: 'final', commandId, result };
}

const namedSchema = z.object({ id: z.string() });
const idOf = (result: unknown): string | undefined => namedSchema.safeParse(result).data?.id;

/** Refusals that do not use up the command's place in the sequence (the contract's table of results). */
const placelessCodes: ReadonlySet<string> = new Set(['hash_mismatch', 'signature_invalid']);

/** Whether the backend's sequence moved on with this final answer. */
export function usesPlace(result: CommandResult): boolean {
  const { result: outcome, code } = effectiveResult(result);
  return !(outcome === 'refused' && placelessCodes.has(code ?? ''));
}
