import {
  leadStatusOf,
  reviewStatusOf,
  shippedLevels,
  type BeneficialOwner,
  type Customer,
  type Document,
  type FieldValue,
} from '../../../shared/domain/index.ts';
import { uuidAt } from '../ids.ts';
import { callName, fullName } from '../people/index.ts';
import type { CasePlan, SampleDefect } from '../plan.ts';
import type { Random } from '../random.ts';
import { printedForms, providedBy, type Provided } from './fields.ts';
import { providersOf, symptomsOf } from './providers.ts';
import { requestOf, reviewOf, type SampleReview } from './review.ts';
import { riskOf } from './risk.ts';
import { hitsOf } from './screening.ts';
import { statusOf } from './status.ts';
import type { StoredPaper } from './store.ts';
import type { Subject } from './subject.ts';
import { timestamp, timingOf } from './timing.ts';

/** A customer as the backend inserts it; who reviewed it and whom it is assigned to is the backend's to say. */
export interface SampleCustomer {
  readonly customer: Omit<Customer, 'lastReview' | 'assignee' | 'check' | 'awaitingSecondApproval'> & {
    readonly lastReview?: SampleReview;
  };
  /** What is wrong on purpose. A case that only exists so far (CREATED) carries none. */
  readonly defects: readonly SampleDefect[];
}

/** Whose papers a case shows: its own, or those of the case it borrows from. */
export interface Papers {
  readonly subject: Subject;
  readonly stored: readonly StoredPaper[];
}

const levelOf = (id: string): (typeof shippedLevels)[number] => {
  const level = shippedLevels.find(candidate => candidate.id === id);
  if (level === undefined) throw new Error(`no shipped level ${id}`);
  return level;
};

function documentsOf(
  papers: Papers,
  customerId: string,
  random: Random,
  from: number,
  to: number,
): readonly Document[] {
  return papers.stored.map(({ document, sha256, size }, place) => {
    const uploadedAt = Math.round(from + ((to - from) * (place + 1)) / (papers.stored.length + 1));
    return {
      id: uuidAt(random, uploadedAt),
      customerId,
      type: document.type,
      ...(document.side ? { side: document.side } : {}),
      filename: document.filename,
      mime: document.mime,
      size,
      sha256,
      uploadedAt: timestamp(uploadedAt),
      uploadedBy: 'applicant',
      ...(document.expiresOn === undefined ? {} : { expiresOn: document.expiresOn }),
    };
  });
}

/** The typed values, each with what stands about it on the documents. */
function fieldsOf(
  subject: Subject,
  provided: Provided,
  papers: Papers,
  documents: readonly Document[],
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(provided)) fields[key] = { value, extracted: [] };
  const forms = new Map<string, readonly string[]>();
  const printed = (field: string, form: number): string | undefined => {
    const known = forms.get(field) ?? printedForms(subject, provided, field);
    forms.set(field, known);
    return known[form];
  };
  papers.stored.forEach((paper, place) => {
    const documentId = documents[place]?.id;
    if (documentId === undefined) return;
    for (const { field, value, form, source, page, region } of paper.readings) {
      fields[field]?.extracted.push({
        value: papers.subject === subject ? value : (printed(field, form) ?? value),
        source,
        documentId,
        ...(page === undefined ? {} : { page }),
        region,
      });
    }
  });
  return fields;
}

const ownersOf = (subject: Subject, random: Random, at: number): BeneficialOwner[] | undefined =>
  subject.kind === 'individual'
    ? undefined
    : subject.business.owners.map(({ person, percent, isDirector }) => ({
        id: uuidAt(random, at),
        name: callName(person),
        dateOfBirth: person.dateOfBirth,
        nationality: person.country.code,
        ownershipPercent: percent,
        isDirector,
      }));

const early = new Set(['firstName', 'lastName', 'email', 'legalName', 'incorporationCountry', 'nationality']);

/** The whole case, consistent in itself: fields, documents, providers, screening, risk, review and times. */
export function assemble(
  plan: CasePlan,
  subject: Subject,
  papers: Papers,
  random: Random,
  now: number,
): SampleCustomer {
  const status = statusOf(plan, random);
  const created = status === 'CREATED';
  const touched = !created || random.chance(0.5);
  const level = levelOf(plan.levelId);
  const timing = timingOf(plan, random, now);
  const id = uuidAt(random, timing.createdAt);
  const all = providedBy(subject, plan.levelId);
  const provided = created
    ? Object.fromEntries(Object.entries(all).filter(([key]) => touched || early.has(key)))
    : all;
  const documents = created ? [] : documentsOf(papers, id, random, timing.createdAt, timing.submittedAt);
  const fields = fieldsOf(subject, provided, papers, documents);
  const beneficialOwners = ownersOf(subject, random, timing.createdAt);
  const defects = created ? [] : plan.defects;
  const symptoms = symptomsOf(defects, documents);
  const latinName = subject.kind === 'individual' ? fullName(subject.person) : subject.business.legalName;
  const hits = created ? [] : hitsOf(latinName, random, timing.checkedAt);
  const decidedAt = Math.min(
    now,
    timing.submittedAt + Math.round((now - timing.submittedAt) * (0.3 + random.next() * 0.6)),
  );
  const reviewed = {
    kind: plan.kind,
    fields,
    documents: [...documents],
    ...(beneficialOwners ? { beneficialOwners } : {}),
  };
  const lastReview = reviewOf(status, reviewed, level, symptoms, decidedAt);
  const rfi = requestOf(status, reviewed, symptoms, random, decidedAt);
  const updatedAt = lastReview ? decidedAt : created ? timing.createdAt : timing.checkedAt;
  return {
    customer: {
      id,
      externalId: `CRM-${String(100_000 + plan.index)}`,
      ...reviewed,
      levelId: level.id,
      levelVersion: level.version,
      name: subject.kind === 'individual' ? callName(subject.person) : subject.business.legalName,
      status,
      reviewStatus: reviewStatusOf(status),
      leadStatus: leadStatusOf(status, touched),
      version: 1,
      providers: created
        ? []
        : [
            ...providersOf(level.checks, {
              symptoms,
              hits: hits.length,
              finishedAt: timestamp(timing.checkedAt),
            }),
          ],
      screening: { hits: [...hits] },
      risk: riskOf({ defects, hits: hits.length, crossBorder: false }, random),
      ...(rfi ? { rfi } : {}),
      ...(lastReview ? { lastReview } : {}),
      ...(created ? {} : { submittedAt: timestamp(timing.submittedAt), dueAt: timestamp(timing.dueAt) }),
      createdAt: timestamp(timing.createdAt),
      updatedAt: timestamp(Math.min(now, updatedAt)),
    },
    defects,
  };
}
