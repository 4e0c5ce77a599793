import { changed, findCustomer, updateCustomer } from '../customers/index.ts';
import type { Context } from '../context.ts';
import { findLink, linkState, rememberLink, type LinkRecord } from '../links/index.ts';
import { recordStep } from '../metrics/index.ts';
import { complete } from './actions.ts';
import { actorOfLink, situationOf } from './visit.ts';

/** The link once somebody had its page before them or acted on it: opened from the first time on, and its customer touched. */
export async function openLink(
  { work, clock }: Pick<Context, 'work' | 'clock'>,
  link: LinkRecord,
): Promise<LinkRecord> {
  if (linkState(link, clock.now()) !== 'active') return link;
  return work(link.tenantId, async step => {
    const { tenantId, customerId } = link;
    const now = await findLink(step.db, tenantId, link.id);
    if (!now || linkState(now, step.at) !== 'active') return now ?? link;
    const opened = await rememberLink(step, now, { state: 'opened', openedAt: step.at });
    const found = await findCustomer(step.db, tenantId, customerId);
    if (found && !found.touched) {
      const next = changed(found, { set: {}, facts: [], device: null, at: step.at, touches: true });
      await updateCustomer(step, next, found);
    }
    step.audit({ actor: actorOfLink(link), action: 'link.opened', customerId, data: { linkId: link.id } });
    // What the page leads to first is reached by opening it.
    const situation = await situationOf(step.db, opened, step.at);
    if (situation.kind === 'open' && situation.visit.way.current !== undefined)
      await recordStep(step, situation.visit.customer, situation.visit.way.current);
    return opened;
  });
}

/** Ends a link whose questions were all answered elsewhere; that of a rejected case just runs out. */
export async function completeLink({ work }: Pick<Context, 'work'>, link: LinkRecord): Promise<void> {
  await work(link.tenantId, async step => {
    const now = await findLink(step.db, link.tenantId, link.id);
    const found = await findCustomer(step.db, link.tenantId, link.customerId);
    if (!now || !found || found.customer.status === 'REJECTED') return;
    const state = linkState(now, step.at);
    if (state !== 'active' && state !== 'opened') return;
    const situation = await situationOf(step.db, now, step.at);
    if (situation.kind === 'done') await complete(step, now);
  });
}
