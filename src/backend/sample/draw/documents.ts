import type { DocumentSide, DocumentType } from '../../../shared/domain/index.ts';
import type { Rendered } from './render.ts';

/** A drawn document before it belongs to a customer. */
export interface DrawnDocument extends Rendered {
  readonly type: DocumentType;
  readonly side?: DocumentSide;
  readonly filename: string;
  /** ISO 8601 date. */
  readonly expiresOn?: string;
}
