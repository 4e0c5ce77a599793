import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrations } from '../../../../src/backend/store/sqlite/migrations/index.ts';

/**
 * SHA-256 of the JSON of each migration's statements. Stores were made by them: what is here is never changed, and a new
 * migration has a number above all others and is added at the end.
 */
const frozen: readonly (readonly [version: number, sha256: string])[] = [
  [1, 'cc81e3034f8ce192acae07a831a0882275fb82bca1ca79593c4ba4f190dc703b'],
  [2, '71eb179e0453265fa84c7ad5533df6fd46881fee57e33d9cad1d9f6858aaede7'],
  [3, '5383f22b1d1b77bdc9a0d8a873d6fb13567caa264565652148889f5385c1085e'],
  [10, '395dc600be3b756e4e46516a0001e386872e9179d0806613676e6cb8b8a01c75'],
  [11, 'a1e717e1c250e0ba243ea7bef5ed22a93fa40c8d2b821cc397b7047a4919b330'],
  [12, '85e4cc82b747816c4776a1c441cd8c596673eafb4d0377b999acbc8304d9da55'],
  [13, '441721604934ad4158e44bca0c9823984ed92e6d3e90ae5a2e899e9903604d26'],
  [14, '6eab6bfb56efb55da5d97578d52098e0d1b2db15968d7bf0ed1a7c9ca87fadec'],
  [15, '3b37dad1bb968a6854a7530a19a4dd2d928c7b337ccbffd0dcbccab471ed029b'],
  [16, 'adc4df8dca2d7e1e46271252e8ef2ff121ff5a314452eb1b69e3e979aaacd943'],
  [17, 'd254b3a1875f61bdabba7c2b37c8b196136b3b335fb464e9ce457cc44c2de08c'],
  [18, '43452b16054308a4c4c45e4bcd8b91d69ef08855af419f165e37b7a45cf2648d'],
  [19, 'cfa8dd042cfc248c4135426d3517a115277dfa057a8d0fcf07773bbfe020d1fa'],
  [20, '7cfb4c12ce6ded66a7d5a8591b1a4f6d01f13de1d492dc8e4dd55b2f341704c9'],
  [21, '9b25af4b4904e71093825d6c4dcabfc1cf885d00f7d1a44df2281a4c66dc9373'],
  [22, '0cd4b0394d93dbaf98e2dea39e5263219860832392319a4b9b3f3ad8222eb9cb'],
  [23, 'b30e4825453dd8bd0fa7dec015d7d02a1628d99c6d90b6e9c6bab48ba2da347e'],
  [25, '77403d8ccd21131b1f475304f7af148f3cae92e9fabcecc524efb84665e66b27'],
];

const hashOf = (statements: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(statements)).digest('hex');

test('[STO-11] migrations are applied in the order of their numbers, each number is used once, and every file of one is listed', () => {
  const versions = migrations.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  const folder = join(import.meta.dirname, '../../../../src/backend/store/sqlite/migrations');
  const files = readdirSync(folder).flatMap(name => /^(\d{4})-[a-z-]+\.ts$/.exec(name)?.[1] ?? []);
  expect(files.map(Number).toSorted((a, b) => a - b)).toEqual(versions);
});

test('[STO-11] no statement of a migration that there is was changed', () => {
  expect(migrations.map(({ version, statements }) => [version, hashOf(statements)])).toEqual(frozen);
});
