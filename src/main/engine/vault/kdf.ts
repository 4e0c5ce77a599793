import { z } from '../../../shared/zod.ts';
import type { Argon2Parameters } from '../ports.ts';

/** What a new vault uses: RFC 9106's second recommendation (64 MiB, three passes, four lanes). */
export const kdfParameters = {
  memoryKiB: 64 * 1024,
  passes: 3,
  lanes: 4,
} as const satisfies Argon2Parameters;

/**
 * The floor: a header that asks for less was not written by us, and opening it would make guessing cheap. The ceiling:
 * a header must not be able to take the machine's memory.
 */
export const kdfSchema = z.strictObject({
  name: z.literal('argon2id'),
  memoryKiB: z
    .int()
    .min(kdfParameters.memoryKiB)
    .max(1024 * 1024),
  passes: z.int().min(kdfParameters.passes).max(64),
  lanes: z.int().min(kdfParameters.lanes).max(16),
  /** Base64 of 16 bytes. */
  salt: z.base64().length(24),
});
export type Kdf = z.infer<typeof kdfSchema>;
