import { isDeepStrictEqual } from 'node:util';
import {
  currentDocuments,
  itemOf,
  namesDirector,
  type FieldType,
  type Item,
} from '../../shared/domain/index.ts';
import {
  checkGiven,
  findCustomer,
  giveToCustomer,
  isDay,
  isExpired,
  submitCustomer,
} from '../customers/index.ts';
import { hasRoom, takeDocument, type Staging, type Upload } from '../documents/index.ts';
import { rememberLink, type LinkRecord } from '../links/index.ts';
import { recordStep } from '../metrics/index.ts';
import type { Work } from '../store/index.ts';
import { normalised } from './answers.ts';
import type { AskedDocument, AskedField } from './asked.ts';
import type { Fault, Form } from './form.ts';
import { lateFault, lateFaults } from './late.ts';
import { ownerName, ownersMark, readOwners, shownOwners } from './owners.ts';
import type { StepName } from './steps.ts';
import { actorOfLink, situationOf, type Speech, type Visit } from './visit.ts';
import { consentVersion } from './views/consent.ts';
import { shownName } from './views/data.ts';
import { shownValue } from './views/review.ts';
import { documentLabel, meantName } from './views/documents.ts';
import { percentText } from './views/owners.ts';
import { wordsIn, type Words } from './words/index.ts';
import { fieldLabel } from './words/labels.ts';

/** What an answer led to: it was taken, or it is shown again with what is wrong. */
export type Outcome = { readonly kind: 'taken' } | { readonly kind: 'again'; readonly form: Form };

export interface Action {
  readonly step: Work;
  readonly visit: Visit;
  readonly speech: Speech;
  readonly mint: () => string;
}

const taken: Outcome = { kind: 'taken' };

const again = (values: Form['values'], faults: readonly Fault[]): Outcome => ({
  kind: 'again',
  form: { values, faults },
});

/** Marks a step as confirmed, and the link as completed when nothing is left to ask. */
async function confirm({ step, visit }: Action, name: StepName): Promise<void> {
  const { link } = visit;
  const steps = link.steps.includes(name) ? link.steps : [...link.steps, name];
  const next = steps === link.steps ? link : await rememberLink(step, link, { steps });
  const situation = await situationOf(step.db, next, step.at);
  if (situation.kind === 'done') await complete(step, next);
  if (situation.kind === 'open' && situation.visit.way.current !== undefined)
    await recordStep(step, situation.visit.customer, situation.visit.way.current);
}

export async function complete(step: Work, link: LinkRecord): Promise<void> {
  // It was before, and led to a request that came later.
  if (link.state === 'completed') return;
  await rememberLink(step, link, { state: 'completed', completedAt: step.at });
  const { id: linkId, customerId } = link;
  step.audit({ actor: actorOfLink(link), action: 'link.completed', customerId, data: { linkId } });
}

export async function takeConsent(action: Action, values: Form['values']): Promise<Outcome> {
  const { step, visit, speech } = action;
  const words = wordsIn[speech.locale].consent;
  if (values.get('agree') !== 'yes') {
    return again(values, [{ name: 'agree', label: words.name, message: words.fault }]);
  }
  const { link } = visit;
  if (!link.steps.includes('consent')) {
    step.audit({
      actor: actorOfLink(link),
      action: 'link.consented',
      customerId: link.customerId,
      data: { linkId: link.id, version: consentVersion, locale: speech.locale },
    });
  }
  await confirm(action, 'consent');
  return taken;
}

/** A day that exists and yet is none that the answer can be. */
const typeFault = (words: Words, type: FieldType, value: string): string =>
  type === 'date' && isDay(value) ? words.faults.dateRange : words.faults[type];

const faultText = (words: Words, { type }: AskedField, value: string): string => {
  if (value !== '') return typeFault(words, type, value);
  return type === 'country' || type === 'gender' || type === 'idType' || type === 'boolean'
    ? words.faults.choose
    : words.faults.required;
};

export async function takeData(action: Action, values: Form['values']): Promise<Outcome> {
  const { step, visit, speech, mint } = action;
  const { customer, record, asked, link } = visit;
  const words = wordsIn[speech.locale];
  const given = asked.fields.map(field => {
    const now = customer.fields[field.key]?.value ?? '';
    const shown = values.get(shownName(field.key)) ?? now;
    const typed = normalised(field.type, values.get(field.key) ?? '');
    // Who left it alone means what is there by now; who changed it too is told.
    const isUntouched = typed === shown;
    const isOvertaken = shown !== now && !isUntouched && typed !== now;
    return { field, value: isUntouched ? now : typed, now, isOvertaken };
  });
  const fields: Record<string, string | null> = {};
  for (const { field, value } of given) {
    if (value !== '') fields[field.key] = value;
    else if (customer.fields[field.key]?.value != null) fields[field.key] = null;
  }
  const checked = checkGiven(customer.kind, { fields }, { current: customer, mint, at: step.at });
  const wrong = new Set(checked.ok ? [] : (checked.problem.errors ?? []).map(({ path }) => path));
  const faults = given
    .filter(
      ({ field, value, isOvertaken }) =>
        isOvertaken ||
        (field.required && value === '') ||
        // Also one that stood there already: told here, and not first by the checks.
        isExpired(field.key, value, step.at) ||
        wrong.has(`body.fields.${field.key}`),
    )
    .map(({ field, value, now, isOvertaken }) => ({
      name: field.key,
      label: fieldLabel(words, field),
      message: isOvertaken
        ? words.faults.meanwhile(now === '' ? words.faults.nothing : shownValue(speech, field, now))
        : isExpired(field.key, value, step.at)
          ? words.faults.expired
          : faultText(words, field, value),
    }));
  const late = lateFaults(visit, speech, 'data', values);
  if (late.length > 0 || faults.length > 0) return again(values, [...late, ...faults]);
  // The step is gone, and nothing was typed there.
  if (asked.fields.length === 0) return taken;
  const done = await giveToCustomer(step, record, { fields }, { actor: actorOfLink(link), mint });
  // Refused for the case as it is by now: the page is drawn anew from that.
  if (done.ok) await confirm(action, 'data');
  return taken;
}

const undirected = (words: Words, place: number): Fault => ({
  name: ownerName(place, 'director'),
  label: words.owners.name,
  message: words.reasons['ownership.directorMissing'] ?? words.faults.required,
});

export async function takeOwners(action: Action, values: Form['values']): Promise<Outcome> {
  const { step, visit, speech, mint } = action;
  const { customer, record, link, level } = visit;
  const words = wordsIn[speech.locale];
  const late = lateFaults(visit, speech, 'owners', values);
  if (late.length > 0) return again(values, late);
  const form: Form = { values, faults: [] };
  const read = readOwners(
    form,
    words,
    total => percentText(speech.locale, total),
    customer.beneficialOwners ?? [],
  );
  const known = new Set(customer.beneficialOwners?.map(({ id }) => id));
  // An owner who is not known any more is a new one.
  const owners = read.owners.map(({ id, ...owner }) =>
    id !== undefined && known.has(id) ? { id, ...owner } : owner,
  );
  const checked = checkGiven(
    customer.kind,
    { beneficialOwners: [...owners] },
    { current: customer, mint, at: step.at },
  );
  const errors = checked.ok || read.faults.length > 0 ? [] : (checked.problem.errors ?? []);
  const formFaults = errors.map(({ path }): Fault => {
    const [, place = '0', part = 'name'] = /\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const row = read.rows[Number(place)] ?? 0;
    const type = part === 'dateOfBirth' ? 'date' : part === 'nationality' ? 'country' : 'text';
    const message = typeFault(words, type, read.owners[Number(place)]?.dateOfBirth ?? '');
    return { name: ownerName(row, part), label: words.owners.owner(row + 1), message };
  });
  const now = customer.beneficialOwners ?? [];
  const shown = values.get(shownOwners);
  // What is there by now may be these same owners: sent once more, or given elsewhere.
  const isSame = checked.ok && isDeepStrictEqual(checked.value.owners, now);
  const isOvertaken = shown !== undefined && shown !== ownersMark(now) && !isSame;
  const names = now.map(
    ({ name, ownershipPercent }) => `${name} ${percentText(speech.locale, ownershipPercent)}`,
  );
  const overtaken: readonly Fault[] = isOvertaken
    ? [
        {
          name: 'total',
          label: words.owners.name,
          message: words.owners.faultMeanwhile(names.join(', ') || words.faults.nothing),
        },
      ]
    : [];
  const faults = [...read.faults, ...formFaults, ...overtaken];
  if (faults.length > 0) return again(values, faults);
  // Told here, and not first by the check, which would ask for all of it once more.
  if (level.checks.includes('ownership') && !namesDirector(owners))
    return again(values, [undirected(words, read.rows[0] ?? 0)]);
  const patch = { beneficialOwners: [...owners] };
  const done = await giveToCustomer(step, record, patch, { actor: actorOfLink(link), mint });
  if (done.ok) await confirm(action, 'owners');
  return taken;
}

export interface Arrived {
  readonly upload: Upload;
  readonly staging: Staging;
  /** Whether the applicant was told that it is the same file, and means it. */
  readonly isMeant: boolean;
  /** The card that it was chosen at. */
  readonly card: string;
}

/** Gives the customer an uploaded document, where it is one that is asked for; `adopted`: its bytes are kept. */
export async function takeUpload(
  { step, visit, speech, mint }: Action,
  { upload, staging, isMeant, card }: Arrived,
): Promise<Outcome & { readonly adopted: boolean }> {
  const { meta } = upload;
  const { documents } = visit.asked;
  const there = documents.find(({ id }) => id === card)?.given;
  // It arrived there already and is sent once more: whoever sends it has not seen that.
  if (there?.sha256 === upload.sha256 && there.type === meta.type && there.id !== meta.replaces)
    return { ...taken, adopted: false };
  const fitting = documents.filter(one => one.types.includes(meta.type) && one.side === meta.side);
  /** Of several that it fits, such as those of several people, the one that it was chosen at. */
  const chosenOf = (cards: typeof fitting) => cards.find(({ id }) => id === card) ?? cards[0];
  const asked = chosenOf(fitting.filter(one => one.replaces === meta.replaces));
  const words = wordsIn[speech.locale];
  const refused = (one: AskedDocument, message: string, values: Form['values'] = new Map()) => {
    const fault = { name: one.id, label: documentLabel(words, one), message };
    return { ...again(values, [fault]), adopted: false };
  };
  if (!asked || meta.page !== undefined) {
    // The page was drawn before something else arrived there.
    const overtaken = chosenOf(fitting.filter(({ replaces }) => replaces !== undefined)) ?? chosenOf(fitting);
    // Or it is what arrived there, sent once more.
    const arrived = overtaken ? [overtaken.given] : currentDocuments(visit.customer.documents);
    const isThere = arrived.some(one => one?.sha256 === upload.sha256 && one.type === meta.type);
    if (isThere) return { ...taken, adopted: false };
    if (overtaken) return refused(overtaken, words.documents.faultMeanwhile);
    const { type, side } = meta;
    const label = visit.level.documents.find(one => one.type === type)?.label;
    const name = documentLabel(words, { types: [type], label, side, person: undefined });
    return { ...again(new Map(), [lateFault(speech, name)]), adopted: false };
  }
  const before = visit.customer.documents.find(({ id }) => id === asked.replaces);
  if (
    asked.required &&
    asked.why &&
    !isMeant &&
    before?.sha256 === upload.sha256 &&
    before.type === meta.type
  )
    return refused(asked, words.documents.faultSameAgain, new Map([[meantName, asked.id]]));
  const actor = actorOfLink(visit.link);
  const done = await takeDocument(step, visit.record, {
    upload,
    chunkKey: staging.chunkKey,
    id: mint(),
    uploadedBy: 'applicant',
    actor,
  });
  if (!done.ok) {
    const one = { size: upload.size, uploadedBy: 'applicant' };
    return hasRoom(visit.customer.documents, one)
      ? { ...taken, adopted: false }
      : refused(asked, words.documents.faultFull);
  }
  if (!done.value.answers) {
    const isThere = asked.given?.id === done.value.document.id;
    return isThere ? { ...taken, adopted: false } : refused(asked, words.documents.faultSame);
  }
  // The last answer of a request ends its link; a first verification goes on by the button.
  const situation = await situationOf(step.db, visit.link, step.at);
  if (situation.kind === 'done') await complete(step, visit.link);
  return { ...taken, adopted: done.value.adopted };
}

export async function confirmDocuments(action: Action): Promise<Outcome> {
  const { visit, speech } = action;
  const words = wordsIn[speech.locale];
  const faults = visit.asked.documents
    .filter(({ answered }) => !answered)
    .map(one => ({ name: one.id, label: documentLabel(words, one), message: words.documents.faultMissing }));
  if (faults.length > 0) return again(new Map(), faults);
  await confirm(action, 'documents');
  return taken;
}

export async function send(action: Action): Promise<Outcome> {
  const { step, visit, speech } = action;
  const { asked, link } = visit;
  const words = wordsIn[speech.locale];
  const found = await findCustomer(step.db, link.tenantId, link.customerId);
  if (!found) return taken;
  const done = await submitCustomer(step, found, actorOfLink(link));
  // Whoever was asked for single things has given them, whatever else the case still needs.
  const isIncomplete = !done.ok && done.problem.code === 'incomplete';
  if (done.ok || (isIncomplete && asked.kind === 'some')) {
    await complete(step, link);
    return taken;
  }
  if (!isIncomplete) return taken;
  const message = words.review.faultIncomplete;
  const missing = new Set((done.problem.errors ?? []).map(({ path }): Item => path));
  const fields = asked.fields
    .filter(({ key }) => missing.has(itemOf('field', key)))
    .map(field => ({ name: field.key, label: fieldLabel(words, field), message }));
  const documents = asked.documents
    .filter(({ types }) => types.some(type => missing.has(itemOf('documentType', type))))
    .map(one => ({ name: one.id, label: documentLabel(words, one), message }));
  // What no step asks for by name are the owners of a business.
  const owners = asked.owners ? [{ name: 'owners', label: words.owners.name, message }] : [];
  const named = [...fields, ...documents];
  return again(new Map(), named.length > 0 ? named : owners);
}
