import type { DocumentProblem } from '../document-problem.ts';

/** Carries a document's problem through code that belongs to a library; turned into a value at the folder's door. */
export class DocumentFailure extends Error {
  readonly problem: DocumentProblem;

  constructor(problem: DocumentProblem) {
    super(problem.kind);
    this.name = 'DocumentFailure';
    this.problem = problem;
  }
}
