import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/backend/cli-options.ts';

test('without options it serves a local file on loopback, with its keys beside it', () => {
  expect(parseCommandLine([])).toEqual({
    ok: true,
    value: {
      kind: 'serve',
      db: 'sqlite:sealdesk.db',
      keys: 'sealdesk.db.keys',
      host: '127.0.0.1',
      port: 8480,
      trustedProxies: [],
      webhooks: { allowPrivate: false },
      sample: undefined,
    },
  });
});

test('where applicants come in is an origin, and a plan names its limits; anything else is refused in words', () => {
  const args = ['--public-url', 'https://verify.example.com/', '--plan', 'kyc=100,kyb=20'];
  expect(parseCommandLine(args)).toMatchObject({
    value: { publicUrl: 'https://verify.example.com', plan: { kyc: 100, kyb: 20 } },
  });
  for (const address of ['a.example', 'https://a.example/verify', 'ftp://a.example', 'https://a@b.c'])
    expect(parseCommandLine(['--public-url', address])).toMatchObject({ ok: false });
  expect(parseCommandLine(['--plan', 'kyc=many'])).toEqual({
    ok: false,
    problem: '--plan takes numbers of verifications, as in kyc=100,kyb=20.',
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
    value: { db: 'sqlite:/data/a b.db', keys: 'k', host: '::1', port: 0, sample: { count: 60, seed: 's' } },
  });
  expect(
    parseCommandLine(['tenant', 'retention', 'CREATED=60,REJECTED=never', '--tenant', 'an-id']),
  ).toMatchObject({
    value: {
      kind: 'admin',
      tenant: 'an-id',
      command: { kind: 'retention-set', retention: { CREATED: 60, REJECTED: null } },
    },
  });
  expect(parseCommandLine(['tenant', 'add', 'Nordbank'])).toMatchObject({
    value: { kind: 'tenant-add', name: 'Nordbank' },
  });
});

test('webhooks go to private addresses only when that was asked for', () => {
  expect(parseCommandLine(['--webhooks-allow-private'])).toMatchObject({
    value: { webhooks: { allowPrivate: true } },
  });
});

test('a database of PostgreSQL is taken as it is, and its key file does not lie beside it', () => {
  for (const db of [
    'postgres://anna:secret@db.example:5433/cases',
    'postgresql:///cases?host=/run/postgresql',
  ]) {
    expect(parseCommandLine(['--db', db])).toMatchObject({ value: { db, keys: 'sealdesk.keys' } });
    expect(parseCommandLine(['--db', db, '--keys', 'k'])).toMatchObject({ value: { db, keys: 'k' } });
  }
});

test('[STO-5] a database that can not be one is refused without its password', () => {
  const parsed = parseCommandLine(['--db', 'postgres://anna:secret@[nowhere/cases']);
  expect(parsed).toEqual({ ok: false, problem: '--db takes sqlite:PATH or postgres://….' });
});

test.each([
  [['--port', 'many'], '--port'],
  [['--port', '65536'], '--port'],
  [['--db', 'mysql://x'], 'sqlite:PATH or postgres://'],
  [['--sample', '-1'], 'sample'],
  [['--sample', '1e3'], '--sample'],
  [['--verbose'], '--verbose'],
  [['tenant', 'remove', 'x'], 'tenant add NAME'],
  [['tenant', 'add'], 'tenant add NAME'],
  [['tenant', 'retention', 'CREATED=29'], 'CREATED=60'],
  [['tenant', 'retention', 'GONE=60'], 'CREATED=60'],
  [['tenant', 'retention', 'CREATED'], 'CREATED=60'],
  [['tenant', 'retention', 'x', 'CREATED=60'], 'tenant retention STATUS'],
  [['tenant', 'add', ' '], 'tenant add NAME'],
  [['tenant', 'add', 'two\nlines'], 'tenant add NAME'],
  [['tenant', 'retention', 'CREATED=60,CREATED=never'], 'CREATED=60'],
  [['user', 'add', 'a@b.example', ' ', 'analyst'], 'A name has'],
  [['user', 'add', 'a@b.example', 'turned \u202e round', 'analyst'], 'A name has'],
  [['user', 'add', 'a@b.example', 'x'.repeat(201), 'analyst'], 'A name has'],
  [['key', 'add', '', 'all'], 'A name has'],
  [['user', 'list', '--port', '9'], '--port is for serving'],
  [['tenant', 'add', 'Bank', '--sample', '3'], '--sample is for serving'],
  [['--tenant', 'an-id'], '--tenant goes with a command'],
  [['tenant', 'add', 'Bank', '--tenant', 'an-id'], '--tenant names a tenant that is there'],
  [['tenant', 'add', 'Bank', '--password-stdin'], 'user reset-password'],
  [['user', 'list', '--password-stdin'], 'user reset-password'],
])('%j is refused with a sentence', (args, words) => {
  const parsed = parseCommandLine(args);
  expect(parsed.ok ? '' : parsed.problem).toContain(words);
});
