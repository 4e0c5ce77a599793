import { expect, test } from 'vitest';
import { extractedFrom } from '../../../../../src/backend/providers/extraction/index.ts';
import type { PageReading, TextLine } from '../../../../../src/backend/providers/reading/index.ts';
import { customerWith, documentWith } from '../../../../support/customer.ts';

test('[PRV-15] what recognition read stands as it was read, however near it is to what was given', () => {
  const line = (text: string, y: number): TextLine => ({
    text,
    region: [0.1, y, 0.5, 0.02],
    words: text.split(' ').map((word, at) => ({ text: word, region: [0.1 + at * 0.1, y, 0.09, 0.02] })),
  });
  const lies = { size: { width: 1, height: 1 }, skew: 0, turn: 0 } as const;
  const lines = [
    line('Surname: Wagner', 0.1),
    line('Given names: Hanna', 0.2),
    line('Date of birth: 28.02.1988', 0.3),
    line('Licence number: L01X00T41', 0.4),
    line('Valid until: 11.06.2020', 0.5),
  ];
  const page: PageReading = { page: 1, source: 'ocr', confidence: 0.9, lies, lines };
  const fields = { lastName: 'Wegner', firstName: 'Anna', dateOfBirth: '1998-02-28', idNumber: 'L01X00T47', idExpiry: '2030-06-11' }; // prettier-ignore
  const customer = customerWith({ id: 'c', fields });
  const document = documentWith({
    id: 'd',
    customerId: 'c',
    type: 'driving_licence',
    mime: 'image/png',
    sha256: 'd',
  });
  const reading = { kind: 'read', pageCount: 1, pages: [page] } as const;
  const read = extractedFrom(customer, { document, reading }, 2026);
  expect(Object.entries(read).map(([key, values]) => [key, values.map(({ value }) => value)])).toEqual([
    ['lastName', ['Wagner']],
    ['firstName', ['Hanna']],
    ['dateOfBirth', ['1988-02-28']],
    ['idNumber', ['L01X00T41']],
    ['idExpiry', ['2020-06-11']],
  ]);
});
