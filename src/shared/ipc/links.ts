import { linkSchema, linkStateSchema } from '../api/links.ts';
import { z } from '../zod.ts';

/** A verification link as this workstation knows it. It never holds its address: only the answer that makes it does. */
export const linkRowSchema = linkSchema.extend({
  levelName: z.string(),
  /** Absent while the customer has no name, or is not here. */
  customerName: z.string().optional(),
  /** Whether the case is in the copy here. */
  customerHere: z.boolean(),
  /** Whether another link would ask its customer for anything. */
  asksForMore: z.boolean(),
  madeBy: z.string().optional(),
});
export type LinkRow = z.infer<typeof linkRowSchema>;

/** How many links stand in each state just now; `all` is their sum. */
export const linkCountsSchema = z.record(z.enum(['all', ...linkStateSchema.options]), z.int());
export type LinkCounts = z.infer<typeof linkCountsSchema>;

/** A stretch of the links in one state or of all, the newest first. */
export const linkWindowSchema = z.object({
  rows: z.array(linkRowSchema),
  offset: z.int(),
  total: z.int(),
  counts: linkCountsSchema,
});

/** Minted at the click: a lost answer that is asked for again under the same key is about the same link. */
export const onceKeySchema = z.string().regex(/^[\w-]{16,64}$/);

/** 256 KiB is many times what a code of a link takes. */
const largestPicture = 256 * 1024;
export const qrPictureSchema = z.strictObject({
  format: z.enum(['svg', 'png']),
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= largestPicture, 'size'),
});

/** An address that a link can have: a page of http or https, and nothing in it that a mail or a screen would take otherwise. */
export const linkAddressSchema = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s"'<>\\^`{|}]+\/verify\/[\w-]{43}$/);

/** What stands in a draft other programs may read on its way to the mail program: the address has no place in it. */
const withoutAddress = z
  .string()
  .min(1)
  .refine(text => !text.includes('/verify/'), 'address');
export const mailDraftSchema = z.strictObject({
  to: z.email().max(320).optional(),
  subject: withoutAddress.max(200),
  text: withoutAddress.max(4000),
});
