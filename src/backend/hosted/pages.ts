import { assertNever } from '../../shared/result.ts';
import { noForm, type Form } from './form.ts';
import { ownersForm } from './owners.ts';
import { mayOpen, type StepName } from './steps.ts';
import { consentPage } from './views/consent.ts';
import { dataPage } from './views/data.ts';
import { documentsPage } from './views/documents.ts';
import { ownersPage } from './views/owners.ts';
import { reviewPage } from './views/review.ts';
import type { StepView } from './views/step.ts';

/** The page of a step; with a form, as it was answered. */
export function stepDocument(view: StepView, step: StepName, form?: Form): string {
  switch (step) {
    case 'consent':
      return consentPage(view, form ?? noForm);
    case 'data':
      return dataPage(view, form ?? noForm);
    case 'owners':
      return ownersPage(view, form ?? ownersForm(view.visit.customer));
    case 'documents':
      return documentsPage(view, form ?? noForm);
    case 'review':
      return reviewPage(view, form ?? noForm);
    default:
      return assertNever(step);
  }
}

/** A step as it was answered, with what is wrong; where it can not be opened by now, the one where the applicant stands says that. */
export function answeredDocument(view: StepView, step: StepName, form: Form): string {
  const { way, customer } = view.visit;
  if (mayOpen(way, step)) return stepDocument(view, step, form);
  const current = way.current ?? 'review';
  const { values } = current === 'owners' ? ownersForm(customer) : noForm;
  return stepDocument(view, current, { values, faults: form.faults });
}
