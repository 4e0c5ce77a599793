import { toBase64, toHex } from '../../../shared/bytes.ts';
import {
  commandHashInput,
  commandSchema,
  commandSigningInput,
  type Command,
  type UnsignedCommand,
} from '../../../shared/domain/command.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { OutboxRow } from '../cache/types.ts';
import type { BodyOf } from '../journal/entries.ts';
import type { Crypto } from '../ports.ts';
import type { OpenVault } from '../vault/types.ts';

/** Where the device's sequence stands: the last sealed command, or before the first. */
export interface SequenceHead {
  readonly deviceSeq: number;
  readonly hash: string;
}

/** The command of a decision at a place of the sequence. A record, because a decision that can't be read has no type. */
type Draft = Readonly<Record<keyof UnsignedCommand, unknown>>;

const draftOf = ({ decidedAt, decided }: OutboxRow, deviceSeq: number, prevHash: string): Draft => ({
  id: decided.commandId,
  type: decided.type,
  customerId: decided.customerId,
  userId: decided.userId,
  deviceId: decided.deviceId,
  deviceSeq,
  baseVersion: decided.baseVersion,
  dependsOn: decided.dependsOn,
  decidedAt,
  clock: decided.clock,
  payload: decided.payload,
  evidence: decided.evidence,
  prevHash,
});

const signatureLength = 88;
const placeholder = 'A'.repeat(signatureLength - 1) + '=';

export type Unreadable = { readonly code: 'payload_unreadable'; readonly detail: string };

export interface SealedCommand {
  readonly body: BodyOf<'sealed'>;
  readonly command: Command;
}

/**
 * Gives a decision its place in the device's sequence and signs it. What the contract would refuse anyway, or what
 * can't be hashed, is not sealed: it must not take a place that everything after it would wait for.
 */
export function sealCommand(
  row: OutboxRow,
  head: SequenceHead,
  crypto: Pick<Crypto, 'sha256'>,
  sign: OpenVault['sign'],
): Result<SealedCommand, Unreadable> {
  const draft = draftOf(row, head.deviceSeq + 1, head.hash);
  const parsed = commandSchema.safeParse({ ...draft, hash: head.hash, signature: placeholder });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail({ code: 'payload_unreadable', detail: `${issue?.path.join('.')}: ${issue?.code}` });
  }
  const hash = hashOf(draft, crypto);
  if (hash === undefined) return fail({ code: 'payload_unreadable', detail: 'it can not be hashed' });
  const signature = toBase64(sign(commandSigningInput(hash)));
  const body: BodyOf<'sealed'> = {
    kind: 'sealed',
    commandId: row.commandId,
    deviceSeq: head.deviceSeq + 1,
    prevHash: head.hash,
    hash,
    signature,
  };
  return ok({ body, command: { ...draft, hash, signature } as Command });
}

/** The command exactly as it was sealed; undefined when the decision no longer gives the hash that was signed. */
export function sealedCommand(row: OutboxRow, crypto: Pick<Crypto, 'sha256'>): Command | undefined {
  if (!row.sealed) return undefined;
  const { deviceSeq, prevHash, hash, signature } = row.sealed;
  const draft = draftOf(row, deviceSeq, prevHash);
  if (hashOf(draft, crypto) !== hash) return undefined;
  return { ...draft, hash, signature } as Command;
}

/** Undefined for what RFC 8785 as we use it can't express: fractions, lone surrogates. */
function hashOf(draft: Draft, crypto: Pick<Crypto, 'sha256'>): string | undefined {
  let input: Uint8Array;
  try {
    input = commandHashInput(draft);
  } catch {
    return undefined;
  }
  return toHex(crypto.sha256(input));
}
