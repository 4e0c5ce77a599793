import { z } from '../zod.ts';

export const riskBandSchema = z.enum(['low', 'medium', 'high']);
export type RiskBand = z.infer<typeof riskBandSchema>;

/** Bands of the 0–100 score: low below 30, medium from 30, high from 60. */
export function riskBandOf(score: number): RiskBand {
  if (score < 30) return 'low';
  return score < 60 ? 'medium' : 'high';
}

export const riskSchema = z.object({
  score: z.number().min(0).max(100),
  band: riskBandSchema,
  factors: z.array(
    z.object({ code: z.string(), weight: z.number(), contribution: z.number(), evidence: z.string() }),
  ),
});
export type Risk = z.infer<typeof riskSchema>;
