import { expect, test } from 'vitest';
import { readAddress } from '../../../../src/main/engine/session/index.ts';

test.each([
  ['cases.example.com', 'https://cases.example.com'],
  ['  https://cases.example.com/ ', 'https://cases.example.com'],
  ['HTTPS://Cases.Example.com:8443/sealdesk//', 'https://cases.example.com:8443/sealdesk'],
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1:4000/', 'http://127.0.0.1:4000'],
  ['http://[::1]:4000', 'http://[::1]:4000'],
  ['[::1]:4000', 'http://[::1]:4000'],
  ['https://localhost', 'https://localhost'],
  ['bücher.example', 'https://xn--bcher-kva.example'],
])('%s is the address %s', (typed, address) => {
  expect(readAddress(typed)).toEqual({ ok: true, value: address });
});

test.each([
  ['http://cases.example.com', 'https_required'],
  ['http://127.0.0.1.example.com', 'https_required'],
  ['ftp://cases.example.com', 'https_required'],
  ['file:///etc/passwd', 'not_an_address'],
  ['', 'not_an_address'],
  ['https://', 'not_an_address'],
  ['two words', 'not_an_address'],
  ['https:\\\\evil.example.com', 'not_an_address'],
  ['https://cases.example.com\\path', 'not_an_address'],
  ['https:/cases.example.com', 'not_an_address'],
  ['https:cases.example.com', 'not_an_address'],
  ['https://ana:secret@cases.example.com', 'credentials_in_address'],
  ['https://cases.example.com?x=1', 'query_in_address'],
  ['https://cases.example.com/#part', 'query_in_address'],
])('%s is refused as %s', (typed, detail) => {
  expect(readAddress(typed)).toEqual({ ok: false, problem: { kind: 'address_invalid', detail } });
});
