import type { Evidence } from '../../../shared/domain/command.ts';
import { currentDocuments, type Customer } from '../../../shared/domain/customer.ts';
import type { Cache } from '../cache/index.ts';

/** Every current document by its bytes, with the pages that were on the screen and for how many whole seconds. */
export function evidenceOf(customer: Customer, viewed: ReturnType<Cache['viewed']>): readonly Evidence[] {
  return currentDocuments(customer.documents).map(({ id, sha256 }) => {
    const seen = viewed.get(id);
    const same = seen?.sha256 === sha256;
    return {
      documentId: id,
      sha256,
      pagesViewed: same ? seen.pages.slice(0, 1000) : [],
      seconds: same ? seen.seconds : 0,
    };
  });
}
