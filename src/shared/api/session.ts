import { idSchema, timestampSchema } from '../domain/customer.ts';
import { roleSchema } from '../domain/status.ts';
import { z } from '../zod.ts';
import { absentOrNull } from './absent.ts';

export const userSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
});
export type User = z.infer<typeof userSchema>;

/** Managed policy from the backend; every key may be absent, the stricter of backend and machine wins. */
export const policySchema = z.object({
  idleLockMinutes: z.int().min(1).max(15).nullish(),
  maxOfflineHours: z.number().positive().nullish(),
  maxCacheAgeDays: z.number().positive().nullish(),
  cacheMaxBytes: z.int().positive().nullish(),
  allowPrint: z.boolean().nullish(),
  allowCopy: z.boolean().nullish(),
  allowExportReports: z.boolean().nullish(),
  screenCaptureProtection: z.boolean().nullish(),
  watermark: z.boolean().nullish(),
});
export type Policy = z.infer<typeof policySchema>;

/**
 * The tenant's word that this key belongs to this device and user. `signature` is Ed25519 (base64) over
 * `sealdesk/certificate/v1\0` and the RFC 8785 JSON of the certificate without it.
 */
export const certificateSchema = z.object({
  tenantId: z.string(),
  userId: idSchema,
  deviceId: idSchema,
  publicKey: z.string(),
  validFrom: timestampSchema,
  validUntil: timestampSchema,
  /** The tenant's raw public key, base64. */
  issuer: z.string(),
  signature: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const deviceHeadSchema = z.object({
  id: idSchema,
  /** `deviceSeq` of the last command with a final answer; 0 before the first. */
  lastSeq: z.int().nonnegative(),
  /** `hash` of that command; 64 zeros before the first. */
  lastHash: z.string(),
});

export const oneTimeCodeSchema = z.string().regex(/^\d{6}$/);

/** What makes one-time codes, shown once: its secret in base32 (RFC 4648) and as an authenticator app reads it. */
export const totpSecretSchema = z.object({ secret: z.string(), uri: z.string() });

export const signInSchema = z.strictObject({
  email: z.string().min(3).max(320),
  password: z.string().min(1).max(1024),
  totp: absentOrNull(oneTimeCodeSchema),
  device: z.strictObject({
    id: idSchema,
    name: z.string().min(1).max(100),
    /** Raw 32 bytes of the Ed25519 key, base64. */
    publicKey: z.base64().length(44),
    proof: z.base64().length(88),
  }),
  challenge: z.base64().length(44),
});

export const sessionSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.number(),
  user: userSchema,
  device: deviceHeadSchema.extend({ certificate: certificateSchema }),
  policy: policySchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const meSchema = z.object({
  user: userSchema,
  device: deviceHeadSchema.nullish(),
  policy: policySchema,
});

/** A signed tree head of the device's journal, and what it covers. */
export const checkpointSchema = z.strictObject({
  size: z.int().nonnegative(),
  /** Merkle root, lowercase hex. */
  root: z.string().regex(/^[0-9a-f]{64}$/),
  /** C2SP tlog-checkpoint signed note. */
  note: z.string().max(4096),
  /** Ids of the commands that the journal holds unsent: a device that is to be wiped may still deliver these. */
  pending: absentOrNull(z.array(idSchema).max(5000)),
});
