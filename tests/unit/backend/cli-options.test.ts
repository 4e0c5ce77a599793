import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/backend/cli-options.ts';

test('without options it serves a local file on loopback, with its keys beside it', () => {
  expect(parseCommandLine([])).toEqual({
    ok: true,
    value: {
      kind: 'serve',
      db: 'sealdesk.db',
      keys: 'sealdesk.db.keys',
      host: '127.0.0.1',
      port: 8480,
      trustedProxies: [],
      sample: undefined,
    },
  });
});

test('trusted proxies are addresses; a name or a misspelt option is refused in words', () => {
  expect(parseCommandLine(['--trust-proxy', '10.0.0.7,::1'])).toMatchObject({
    value: { trustedProxies: ['10.0.0.7', '::1'] },
  });
  expect(parseCommandLine(['--trust-proxy', 'proxy.example'])).toEqual({
    ok: false,
    problem: '--trust-proxy takes IP addresses; "proxy.example" is none.',
  });
  expect(parseCommandLine(['--prot', '1'])).toEqual({ ok: false, problem: 'There is no option --prot.' });
  expect(parseCommandLine(['--sample', '-5'])).toMatchObject({ ok: false });
});

test('options are taken over', () => {
  const args = [
    '--db',
    'sqlite:/data/a b.db',
    '--port',
    '0',
    '--host',
    '::1',
    '--sample',
    '60',
    '--seed',
    's',
    '--keys',
    'k',
  ];
  expect(parseCommandLine(args)).toMatchObject({
    value: { db: '/data/a b.db', keys: 'k', host: '::1', port: 0, sample: { count: 60, seed: 's' } },
  });
  expect(parseCommandLine(['tenant', 'add', 'Nordbank'])).toMatchObject({
    value: { kind: 'tenant-add', name: 'Nordbank' },
  });
});

test.each([
  [['--port', 'many'], '--port'],
  [['--port', '65536'], '--port'],
  [['--db', 'postgres://x'], 'sqlite:PATH'],
  [['--sample', '-1'], 'sample'],
  [['--sample', '1e3'], '--sample'],
  [['--verbose'], '--verbose'],
  [['tenant', 'remove', 'x'], 'tenant add NAME'],
  [['tenant', 'add'], 'tenant add NAME'],
  [['tenant', 'add', ' '], 'tenant add NAME'],
])('%j is refused with a sentence', (args, words) => {
  const parsed = parseCommandLine(args);
  expect(parsed.ok ? '' : parsed.problem).toContain(words);
});
