import { assertNever } from '../../../shared/result.ts';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { problemWords } from '../ui/index.ts';

/** Why a document is not shown. `bridge` carries the workstation's own reason (not here yet, damaged on the way …). */
export type DocumentProblem =
  | { readonly kind: 'bridge'; readonly problem: IpcProblem }
  | { readonly kind: 'format'; readonly mime: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'password' }
  | { readonly kind: 'too_slow' }
  | { readonly kind: 'too_many_pages'; readonly pages: number }
  | { readonly kind: 'too_many_pixels'; readonly megapixels: number }
  /** More pixels than are shown, on one page or on all of them together. */
  | { readonly kind: 'too_large' };

export interface ProblemWords {
  readonly title: string;
  readonly text: string;
  /** Whether opening it again may help. */
  readonly again: boolean;
}

const stillOpen = 'The case stays as it is; you can go on with the other documents.';

/** What a person is told, and what they can do. */
export function documentProblemWords(problem: DocumentProblem): ProblemWords {
  switch (problem.kind) {
    case 'bridge':
      return { ...problemWords(problem.problem), again: problem.problem.kind !== 'document_unsupported' };
    case 'format':
      return {
        title: 'This kind of file can’t be shown',
        text: `The file is ${formatName(problem.mime)}. Ask the customer for a PDF, JPEG, PNG or WebP. ${stillOpen}`,
        again: false,
      };
    case 'unreadable':
      return {
        title: 'This document can’t be displayed',
        text: `The file arrived exactly as it was sent, but it is broken inside. Reject it as “Damaged” or “Unreadable” and ask for a new one. ${stillOpen}`,
        again: true,
      };
    case 'password':
      return {
        title: 'This document is protected by a password',
        text: `Nobody but its owner can open it. Reject it as “Protected by a password” and ask for one without. ${stillOpen}`,
        again: false,
      };
    case 'too_slow':
      return {
        title: 'This document took too long and was stopped',
        text: `A page was not ready after 10 seconds, so it was given up to keep the workstation responsive. ${stillOpen}`,
        again: true,
      };
    case 'too_many_pages':
      return {
        title: `This document has ${problem.pages.toLocaleString()} pages`,
        text: `Documents of up to 500 pages are shown. Ask the customer for the pages that matter. ${stillOpen}`,
        again: false,
      };
    case 'too_many_pixels':
      return {
        title: `This picture has ${Math.round(problem.megapixels).toLocaleString()} megapixels`,
        text: `Pictures of up to 100 megapixels are shown. Ask the customer for a smaller one. ${stillOpen}`,
        again: false,
      };
    case 'too_large':
      return {
        title: 'This scan is too large to be shown',
        text: `Pages of up to 50 megapixels are shown, and not more than ten large ones in colour. Ask the customer for a smaller scan or a PDF. ${stillOpen}`,
        again: false,
      };
    default:
      return assertNever(problem);
  }
}

function formatName(mime: string): string {
  switch (mime) {
    case 'image/tiff':
      return 'a TIFF picture of a rare kind';
    default:
      return `of the type “${mime}”`;
  }
}
