import type { WireAnswer, WireRequest } from './pooled-client.ts';
import type { Manner } from './requests.ts';
import { nastyTexts, pick, type Seeded } from './values.ts';
import type { World } from './world.ts';

const steps = ['', '/consent', '/data', '/documents', '/review', '/done'];
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const escaped = (text: string): string => encodeURIComponent(text.toWellFormed());

/** What an applicant's browser asks for, what a broken one might, and what nobody's would. */
export function hostedRequest(manner: Manner, { pool }: World, random: Seeded): WireRequest | undefined {
  const tokens = pool('verify');
  if (tokens.length === 0) return undefined;
  const token = pick(random, manner === 'valid' ? tokens.slice(-10) : tokens);
  const get = (path: string): WireRequest => ({ method: 'GET', path, headers: { 'accept-language': 'de' } });
  const post = (step: string, body: string | Buffer): WireRequest => ({
    method: 'POST',
    path: `/verify/${token}${step}`,
    headers: form,
    body,
  });
  if (manner === 'valid')
    return random.fraction() < 0.6 ? get(`/verify/${token}${pick(random, steps)}`) : post('/consent', 'agree=yes');
  const nasty = escaped(pick(random, nastyTexts));
  if (manner === 'near-valid') {
    switch (random.integer(5)) {
      case 0:
        return get(`/verify/${token.slice(1)}x`);
      case 1:
        return get(`/verify/${token}/${nasty}`);
      case 2:
        return post('/data', `firstName=${nasty}&email=${nasty}&dateOfBirth=${nasty}&${nasty}=1`);
      case 3:
        return post('/consent', Buffer.concat([Buffer.from('agree='), Buffer.from(random.bytes(30))]));
      default:
        return { ...post('/documents?card=x', Buffer.from(random.bytes(99))), headers: { 'content-type': 'multipart/form-data; boundary=b' } };
    }
  }
  const path = pick(random, [`/verify/${nasty}`, `/verify/${nasty}/${nasty}`, '/verify/%ff', '/verify/%c0%af/data', `/docs?q=${nasty}`, '/verify/', `/verify/assets/${nasty}`]);
  return get(path);
} // prettier-ignore

/** What is wrong with a page; undefined where nothing is. Pages are for people: their refusals are pages too. */
export function pageFault({ status, type, text, headers }: WireAnswer): string | undefined {
  if (status >= 500) return 'a failure';
  if (text.includes('<script>alert')) return 'what was sent runs in the page';
  if (status === 303)
    return /^\/verify\/[\w-]{43}[\w/#%-]*$/.test(headers.location ?? '') ? undefined : 'leads elsewhere';
  return type === 'text/html; charset=utf-8' ? undefined : `a page as ${type}`;
}
