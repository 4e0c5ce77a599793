import { judgeDocuments } from '../../src/backend/providers/document/judge.ts';
import { lookAt } from '../../src/backend/providers/document/look.ts';
import type { Customer } from '../../src/shared/domain/index.ts';

type Read = Parameters<typeof lookAt>[1];

/** What the check `document` finds in readings, on their own and together. */
export const judgeReadings = (customer: Customer, readings: readonly Read[], at: number) =>
  judgeDocuments(
    readings.map(one => lookAt(customer, one, new Date(at).getUTCFullYear())),
    at,
  );
