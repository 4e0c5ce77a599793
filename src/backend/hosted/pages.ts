import { assertNever } from '../../shared/result.ts';
import { noForm, type Form } from './form.ts';
import { ownersForm } from './owners.ts';
import type { StepName } from './steps.ts';
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
