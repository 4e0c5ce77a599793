import { expect, test } from 'vitest';
import { settle } from '../../../../src/backend/providers/checks/settle.ts';
import { riskBandOf, shippedLevels } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const [basic] = shippedLevels;
if (!basic) throw new Error('no level');
const at = Date.parse('2026-11-21T12:00:00.000Z');

test('[PRV-14] what was imported while the checks ran is not overwritten by what they found without it', () => {
  const imported = { name: 'sumsub', state: 'alert' as const, findings: [] };
  const customer = customerWith({
    id: 'c',
    providers: [imported, { name: 'screening', state: 'pending', findings: [] }],
  });
  const nothing = { code: 'sumsub.notImported', message: 'No applicant was imported from Sumsub.' };
  const { record } = settle(
    { customer, guards: {}, touched: true },
    {
      level: basic,
      standing: { decides: true, alarmed: false, rounds: 0 },
      attempts: new Map([
        ['sumsub', { kind: 'ended', outcome: { state: 'rfi', findings: [nothing] } }],
        ['screening', { kind: 'ended', outcome: { state: 'clear', findings: [] } }],
      ]),
      retryAt: undefined,
      riskOf: () => ({ score: 0, band: riskBandOf(0), factors: [] }),
      at,
      newId: () => 'r',
    },
  );
  expect(record.customer.providers).toMatchObject([imported, { name: 'screening', state: 'clear' }]);
});
