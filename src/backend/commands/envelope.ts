import { hash, type KeyObject } from 'node:crypto';
import {
  commandHashInput,
  commandSchema,
  commandSigningInput,
  idSchema,
  sha256Schema,
  type Command,
} from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { signatureFitsAsync } from '../identity/index.ts';

/** What is needed to place a command in its device's chain, even where the rest of it can't be understood. */
const envelopeSchema = z.object({
  id: idSchema,
  deviceId: idSchema,
  userId: idSchema,
  deviceSeq: z.int().min(1),
  prevHash: sha256Schema,
  hash: sha256Schema,
  signature: z.base64().length(88),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** A received command after the checks that need no database. */
export type Received =
  /** Not even an envelope: there is nothing to place in a chain. */
  | { readonly kind: 'unreadable'; readonly id: string; readonly detail: string }
  | {
      readonly kind: 'forged';
      readonly envelope: Envelope;
      readonly code: 'hash_mismatch' | 'signature_invalid';
    }
  /** Authentic, but no command that this version knows: it uses its place in the chain. */
  | {
      readonly kind: 'not_understood';
      readonly envelope: Envelope;
      readonly raw: unknown;
      readonly detail: string;
    }
  | { readonly kind: 'command'; readonly envelope: Envelope; readonly command: Command };

export interface Signer {
  readonly userId: string;
  readonly deviceId: string;
  readonly deviceKey: KeyObject;
}

function hashOf(raw: object): string | undefined {
  try {
    return hash('sha256', commandHashInput({ ...raw }), 'hex');
  } catch {
    // Fractions and the like have no canonical form, so nothing can be their hash.
    return undefined;
  }
}

const idOf = (raw: unknown): string => {
  const parsed = z.object({ id: z.string() }).safeParse(raw);
  return parsed.success ? parsed.data.id.slice(0, 64).toWellFormed() : '';
};

const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue
    ? `${issue.path.join('.') || 'command'}: ${issue.message}`.slice(0, 300).toWellFormed()
    : 'not a command';
};

async function authenticity(
  raw: object,
  envelope: Envelope,
  signer: Signer,
): Promise<'hash_mismatch' | 'signature_invalid' | undefined> {
  if (hashOf(raw) !== envelope.hash) return 'hash_mismatch';
  // The key certifies one device of one user: for any other it signs nothing.
  if (envelope.deviceId !== signer.deviceId || envelope.userId !== signer.userId) return 'signature_invalid';
  const input = commandSigningInput(envelope.hash);
  return (await signatureFitsAsync(signer.deviceKey, input, envelope.signature))
    ? undefined
    : 'signature_invalid';
}

/** Schema, hash and signature of one received command; signatures are verified off the event loop. */
export async function receive(raw: unknown, signer: Signer): Promise<Received> {
  const command = commandSchema.safeParse(raw);
  // A whole command has an envelope: only what is none is looked at again.
  const envelope = command.success ? command : envelopeSchema.safeParse(raw);
  if (!envelope.success || typeof raw !== 'object' || raw === null) {
    const detail = envelope.success ? 'not a command' : faultOf(envelope.error);
    return { kind: 'unreadable', id: idOf(raw), detail };
  }
  const code = await authenticity(raw, envelope.data, signer);
  if (command.success) {
    return code
      ? { kind: 'forged', envelope: command.data, code }
      : { kind: 'command', envelope: command.data, command: command.data };
  }
  const detail = faultOf(command.error);
  // The schema is the first check: its answer stands even where the signature would fail too.
  return code
    ? { kind: 'unreadable', id: envelope.data.id, detail }
    : { kind: 'not_understood', envelope: envelope.data, raw, detail };
}
