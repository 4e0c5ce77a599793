import { Readable } from 'node:stream';
import { renderSVG } from 'uqr';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import { makeLink } from './create.ts';
import { listLinks } from './list.ts';
import { planOf, type PlanLimits } from './plan.ts';
import { findLink, linkOf, linkState, rememberLink } from './store.ts';
import { addressOf, tokenOf } from './token.ts';

export interface LinkOptions {
  readonly limits: PlanLimits;
  /** The origin under which applicants reach this backend; asked for when a link is shown, after it began to listen. */
  readonly publicUrl: () => string;
}

/** ISO/IEC 18004: four modules of quiet around the code. */
const quietZone = 4;

const notFound = () => refuse('not_found', 'There is no such link.');

export function linkHandlers(
  { store, work, clock, random, keys }: Context,
  { limits, publicUrl }: LinkOptions,
) {
  const mint = () => newId(clock, random);
  const urlOf = (id: string): string => addressOf(publicUrl(), tokenOf(keys, id));
  return {
    'links.create': async ({ caller, body, once }) =>
      once(async step => {
        const making = {
          actor: actorOf(caller),
          createdBy: caller.kind === 'workstation' ? caller.userId : 'integrator',
          mint,
          limits,
          tokenOf: (id: string) => tokenOf(keys, id),
        };
        const made = await makeLink(step, body, making);
        if (!made.ok) return made;
        const { id, state } = made.value;
        return ok({ status: 201, body: { ...linkOf(made.value, state), url: urlOf(id) } });
      }),

    'links.list': async ({ caller, query }) => {
      const page = await listLinks(store, caller.tenantId, query, clock.now());
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },

    // Whoever sees the code can go to the page in the applicant's place: who that was is in the log.
    'links.qr': async ({ caller, params }) =>
      work(caller.tenantId, async step => {
        const link = await findLink(step.db, caller.tenantId, params.id);
        if (!link) return notFound();
        const state = linkState(link, step.at);
        if (state !== 'active' && state !== 'opened')
          return refuse('invalid_transition', `The link is ${state}: make another one.`);
        const { id: linkId, customerId } = link;
        step.audit({ actor: actorOf(caller), action: 'link.shown', customerId, data: { linkId } });
        const svg = Buffer.from(renderSVG(urlOf(linkId), { ecc: 'M', border: quietZone }));
        const headers = {
          'content-length': String(svg.length),
          'content-security-policy': "default-src 'none'; sandbox",
        };
        return ok({ status: 200, stream: Readable.from([svg], { objectMode: false }), headers });
      }),

    // Whatever its state: one that was completed leads to what is asked later, as long as its time lasts.
    'links.revoke': async ({ caller, params, once }) =>
      once(async step => {
        const link = await findLink(step.db, caller.tenantId, params.id);
        if (!link) return notFound();
        if (link.state !== 'revoked') {
          const before = linkState(link, step.at);
          await rememberLink(step, link, { state: 'revoked' });
          const { customerId, id: linkId } = link;
          step.audit({
            actor: actorOf(caller),
            action: 'link.revoked',
            customerId,
            data: { linkId, before },
          });
        }
        return ok({ status: 204 });
      }),

    'plan.get': async ({ caller: { tenantId } }) => {
      const plan = await planOf({ db: store.reader, tenantId, at: clock.now() }, limits);
      return ok({ status: 200, body: plan });
    },
  } satisfies HandlersOf<'links.create' | 'links.list' | 'links.qr' | 'links.revoke' | 'plan.get'>;
}
