import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localeSchema, type Locale } from '../../shared/api/index.ts';
import type { Context } from '../context.ts';
import { createArrivals } from '../documents/index.ts';
import { newId } from '../environment.ts';
import { RequestFault, refusalOf } from '../http/fault.ts';
import { refusal } from '../http/refusal.ts';
import { problemStatuses } from '../../shared/api/index.ts';
import { findByToken, findLink, rememberLink, type LinkRecord } from '../links/index.ts';
import {
  confirmDocuments,
  send,
  takeConsent,
  takeData,
  takeOwners,
  takeUpload,
  type Action,
  type Outcome,
} from './actions.ts';
import { assets } from './assets.ts';
import { deviceOf, keepDevice, newDevice, rememberDevice } from './device.ts';
import { parseForm, type Form } from './form.ts';
import { isOurs, shield } from './guard.ts';
import { lateFaults } from './late.ts';
import { unknownTokens } from './limits.ts';
import { completeLink, openLink } from './open.ts';
import { withRows } from './owners.ts';
import { answeredDocument, stepDocument } from './pages.ts';
import { receive, uploadFault } from './receive.ts';
import { baseOf, goTo, localeOf, seenAt, seenStep, sendPage } from './reply.ts';
import { isStep, mayOpen, type StepName } from './steps.ts';
import { unknownLinkPage } from './unknown.ts';
import { messagePage, type Message } from './views/message.ts';
import { hasAnswers, stepTitle } from './views/step.ts';
import { companyOf, situationOf, type Speech, type Visit } from './visit.ts';
import { wordsIn } from './words/index.ts';

/** The longest form: as many owners as there may be, with long names. */
const formLimit = 1 << 20;

const answersHead = { exposeHeadRoute: true };

type Params = { readonly Params: { readonly token: string; readonly step?: string } };
type Req = FastifyRequest<Params>;

function takeBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: formLimit },
    (_request, body, done) => {
      const values = parseForm(typeof body === 'string' ? Buffer.from(body) : body);
      if (values) return done(null, values);
      return done(new RequestFault(refusal('malformed', 'The form can not be read.')));
    },
  );
  scope.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));
}

const valuesOf = ({ body }: FastifyRequest): Form['values'] => (body instanceof Map ? body : new Map());

/** The pages under /verify: what an applicant sees. A plugin of its own, so that nothing of the API's ways is in it. */
export function hostedPages(context: Context) {
  const { store, work, clock, random, keys } = context;
  const limit = unknownTokens(clock);
  const arrivals = createArrivals();
  const mint = () => newId(clock, random);

  const sendMessage = (reply: FastifyReply, status: number, locale: Locale, message: Message) =>
    sendPage(reply, status, messagePage(locale, message));

  /** Answers for a token that belongs to no link. */
  const unknown = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const wait = limit.count(request.ip);
    const locale = localeOf(request);
    if (wait === undefined) return sendMessage(reply, 404, locale, { kind: 'unknown' });
    return sendMessage(reply.header('retry-after', String(wait)), 429, locale, { kind: 'tooMany' });
  };

  const closed = async (
    request: Req,
    reply: FastifyReply,
    link: LinkRecord,
    kind: 'done' | 'expired' | 'revoked',
    isLate = false,
  ) => {
    const company = await companyOf(store.reader, link.tenantId);
    const isToComplete = kind === 'done' && link.state !== 'completed';
    const seen = isToComplete ? seenAt(baseOf(request.params.token)) : undefined;
    const text = messagePage(localeOf(request, link), { kind, company, isLate }, seen);
    return sendPage(reply, kind === 'done' ? 200 : 410, text);
  };

  const speechFor = async (request: FastifyRequest, link: LinkRecord): Promise<Speech> => ({
    locale: localeOf(request, link),
    company: await companyOf(store.reader, link.tenantId),
  });

  /** Changes nothing: scanners of mail and previews of messages look, too, before anybody does. */
  const look = async (request: Req, reply: FastifyReply): Promise<FastifyReply> => {
    const { token, step } = request.params;
    const link = await findByToken(store, token);
    if (!link) return unknown(request, reply);
    const situation = await situationOf(store.reader, link, clock.now());
    if (situation.kind !== 'open') {
      return step === undefined || step === 'done'
        ? closed(request, reply, link, situation.kind)
        : goTo(reply, baseOf(token));
    }
    const { visit } = situation;
    const current = visit.way.current ?? 'review';
    if (step === undefined || !isStep(step) || !mayOpen(visit.way, step)) {
      return goTo(reply, `${baseOf(token)}/${current}`);
    }
    const view = { visit, speech: await speechFor(request, link), base: baseOf(token) };
    return sendPage(reply, 200, stepDocument(view, step));
  };

  /** Runs an action on the link as it is now, alone in its tenant. */
  const act = async <T extends Outcome>(
    request: FastifyRequest,
    link: LinkRecord,
    run: (action: Action) => Promise<T>,
    device = deviceOf(request),
  ): Promise<{ readonly outcome: T; readonly visit: Visit } | undefined> => {
    const speech = await speechFor(request, link);
    return work(link.tenantId, async step => {
      const now = await findLink(step.db, link.tenantId, link.id);
      const situation = now && (await situationOf(step.db, now, step.at));
      if (situation?.kind !== 'open') return undefined;
      const { visit } = situation;
      const outcome = await run({ step, visit, speech, mint });
      if (outcome.kind === 'taken' && device !== undefined)
        await rememberDevice(step, keys, link.customerId, device);
      return { outcome, visit };
    });
  };

  /** What came after all was answered, here or elsewhere, or after the link ended: it is not taken, and that is said. */
  const tooLate = async (request: Req, reply: FastifyReply, link: LinkRecord): Promise<FastifyReply> => {
    const now = (await findByToken(store, request.params.token)) ?? link;
    const { kind } = await situationOf(store.reader, now, clock.now());
    if (kind === 'expired' || kind === 'revoked') return closed(request, reply, now, kind, true);
    const company = await companyOf(store.reader, link.tenantId);
    return sendMessage(reply, 409, localeOf(request, link), { kind: 'answered', company });
  };

  /** What came to a step before which another is open again: it is not taken, and that is said where the applicant stands now. */
  const tooEarly = async (request: Req, reply: FastifyReply, visit: Visit, step: StepName) => {
    const speech = await speechFor(request, visit.link);
    const words = wordsIn[speech.locale];
    const fault = { name: undefined, label: stepTitle(words, step, visit), message: words.late };
    const view = { visit, speech, base: baseOf(request.params.token) };
    return sendPage(reply, 422, answeredDocument(view, step, { values: new Map(), faults: [fault] }));
  };

  const answer = async (
    request: Req,
    reply: FastifyReply,
    link: LinkRecord,
    step: StepName,
    done: { readonly outcome: Outcome; readonly visit: Visit } | undefined,
    next: string,
  ): Promise<FastifyReply> => {
    const base = baseOf(request.params.token);
    if (!done) return step === 'review' ? goTo(reply, base) : tooLate(request, reply, link);
    if (done.outcome.kind === 'taken') return goTo(reply, next);
    const view = { visit: done.visit, speech: await speechFor(request, link), base };
    return sendPage(reply, 422, answeredDocument(view, step, done.outcome.form));
  };

  /** Where the applicant stands after a step: the one that follows it, or what is left. */
  const after = (base: string, step: StepName, done: { readonly visit: Visit } | undefined): string => {
    const steps = done?.visit.way.steps ?? [];
    const next = steps.includes(step) ? steps[steps.indexOf(step) + 1] : undefined;
    return next === undefined ? base : `${base}/${next}`;
  };

  const postStep = async (request: Req, reply: FastifyReply, link: LinkRecord, step: StepName) => {
    const base = baseOf(request.params.token);
    const values = valuesOf(request);
    switch (step) {
      case 'owners': {
        const isChange = values.has('add') || values.has('remove');
        const situation = isChange ? await situationOf(store.reader, link, clock.now()) : undefined;
        if (situation?.kind === 'open' && mayOpen(situation.visit.way, step)) {
          const change = values.has('add') ? ('add' as const) : { remove: Number(values.get('remove')) };
          const form = withRows({ values, faults: [] }, change);
          const view = { visit: situation.visit, speech: await speechFor(request, link), base };
          return sendPage(reply, 200, stepDocument(view, step, form));
        }
        const done = await act(request, link, action => takeOwners(action, values));
        return answer(request, reply, link, step, done, after(base, step, done));
      }
      case 'consent': {
        const device = deviceOf(request) ?? newDevice(random);
        const done = await act(request, link, action => takeConsent(action, values), device);
        // Before somebody has agreed, nothing is kept in their browser.
        if (done?.outcome.kind === 'taken') keepDevice(request, reply, device);
        return answer(request, reply, link, step, done, after(base, step, done));
      }
      case 'data': {
        const done = await act(request, link, action => takeData(action, values));
        return answer(request, reply, link, step, done, after(base, step, done));
      }
      case 'documents': {
        const done = await act(request, link, confirmDocuments);
        return answer(request, reply, link, step, done, after(base, step, done));
      }
      case 'review': {
        const done = await act(request, link, send);
        return answer(request, reply, link, step, done, base);
      }
    }
  };

  const postUpload = async (request: Req, reply: FastifyReply, now: Visit) => {
    const { link } = now;
    const base = baseOf(request.params.token);
    const { card, same } = request.query as { readonly card?: unknown; readonly same?: unknown };
    const name = typeof card === 'string' ? card : '';
    const isMeant = same === 'yes';
    let isLate = false;
    const done = await receive({ ...context, arrivals }, request, now, async arrived => {
      const acted = await act(request, link, action =>
        takeUpload(action, { ...arrived, isMeant, card: name }),
      );
      isLate = acted === undefined;
      return acted?.outcome ?? { kind: 'taken', adopted: false };
    });
    if (isLate) return tooLate(request, reply, link);
    if (typeof done !== 'string' && done.kind === 'taken') {
      const situation = await situationOf(store.reader, link, clock.now());
      const isThere = situation.kind === 'open' && situation.visit.way.current === 'documents';
      const isAll = situation.kind === 'open' && situation.visit.asked.kind === 'all';
      return goTo(reply, isThere || isAll ? `${base}/documents#card-${encodeURIComponent(name)}` : base);
    }
    const situation = await situationOf(store.reader, link, clock.now());
    if (situation.kind !== 'open') return tooLate(request, reply, link);
    const { visit } = situation;
    const speech = await speechFor(request, link);
    const form = typeof done === 'string' ? uploadFault(visit, speech, name, done) : done.form;
    const isBusy = done === 'busy';
    if (isBusy) reply.header('retry-after', '60');
    return sendPage(reply, isBusy ? 429 : 422, answeredDocument({ visit, speech, base }, 'documents', form));
  };

  const chooseLanguage = async (request: Req, reply: FastifyReply, link: LinkRecord) => {
    const values = valuesOf(request);
    const { step, to } = request.query as { readonly step?: unknown; readonly to?: unknown };
    const locale = localeSchema.safeParse(to ?? values.get('language'));
    const spoken = !locale.success
      ? link
      : await work(link.tenantId, async one => {
          const now = await findLink(one.db, link.tenantId, link.id);
          return now && now.locale !== locale.data ? rememberLink(one, now, { locale: locale.data }) : now;
        });
    const base = baseOf(request.params.token);
    if (typeof step !== 'string' || !isStep(step)) return goTo(reply, base);
    if (to === undefined || !spoken || !hasAnswers(step)) return goTo(reply, `${base}/${step}`);
    const situation = await situationOf(store.reader, spoken, clock.now());
    if (situation.kind !== 'open') return goTo(reply, base);
    const { visit } = situation;
    const speech = await speechFor(request, spoken);
    // What was typed so far comes along, as it is: nothing of it is taken yet.
    const faults = lateFaults(visit, speech, step, values);
    if (faults.length === 0 && !mayOpen(visit.way, step)) return goTo(reply, base);
    const text = answeredDocument({ visit, speech, base }, step, { values, faults });
    return sendPage(reply, faults.length === 0 ? 200 : 422, text);
  };

  /** Answers whoever has no link before anything of what they send is held. */
  const keepOut = async (request: Req, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (!isOurs(request)) return sendMessage(reply, 403, localeOf(request), { kind: 'refused' });
    return (await findByToken(store, request.params.token)) ? undefined : unknown(request, reply);
  };

  const post = async (request: Req, reply: FastifyReply): Promise<FastifyReply> => {
    const { token, step = '' } = request.params;
    const known = await findByToken(store, token);
    if (!known) return unknown(request, reply);
    const situation = await situationOf(store.reader, known, clock.now());
    const link = situation.kind === 'open' ? await openLink(context, known) : known;
    if (situation.kind === 'done') await completeLink(context, link);
    if (step === seenStep) return reply.status(204).send();
    if (situation.kind !== 'open') {
      if (situation.kind !== 'done') return closed(request, reply, link, situation.kind, isStep(step));
      // Whoever sends what was sent, or chooses a language, loses nothing by it.
      const isNoAnswer = !isStep(step) || (step === 'review' && link.state === 'completed');
      return isNoAnswer ? goTo(reply, baseOf(token)) : tooLate(request, reply, link);
    }
    if (step === 'language') return chooseLanguage(request, reply, link);
    if (!isStep(step)) return goTo(reply, baseOf(token));
    const type = request.headers['content-type'] ?? '';
    const isUpload = step === 'documents' && /^multipart\/form-data\b/i.test(type);
    const { visit } = situation;
    if (!mayOpen(visit.way, step)) {
      const isAnswer = isUpload || step === 'data' || step === 'owners';
      if (!isAnswer || visit.way.current === 'consent') return goTo(reply, baseOf(token));
      // Something before it is open again; of what nobody asks for any more is told where it is taken.
      if (visit.way.steps.includes(step)) return tooEarly(request, reply, visit, step);
    }
    return isUpload ? postUpload(request, reply, { ...visit, link }) : postStep(request, reply, link, step);
  };

  return async (scope: FastifyInstance): Promise<void> => {
    takeBodies(scope);
    scope.addHook('onRequest', async (_request, reply) => {
      shield(reply);
    });
    scope.setErrorHandler((error, request, reply) => {
      const fault = refusalOf(error);
      if (!fault) context.log.error({ err: error, reqId: request.id }, 'a page failed');
      const status = fault ? problemStatuses[fault.code] : 500;
      return sendMessage(reply, status, localeOf(request), { kind: 'failed', reference: request.id });
    });
    for (const { path, type, bytes } of assets) {
      scope.get(path, answersHead, async (_request, reply) =>
        reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(bytes),
      );
    }
    scope.get('/verify/:token', answersHead, look);
    scope.get('/verify/:token/:step', answersHead, look);
    scope.post('/verify/:token/:step', { onRequest: keepOut }, post);
    scope.all('/verify/*', async (request, reply) => unknownLinkPage(request, reply));
  };
}
