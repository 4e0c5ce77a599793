import { maxDocumentBytes, type Document } from '../../shared/domain/index.ts';

/** How much a case keeps, what was replaced included: it stays, for it was looked at. */
interface Room {
  readonly documents: number;
  readonly bytes: number;
}

/** Far more than any level asks of one applicant, however often; whoever has a link is nobody we know. */
const ofApplicants: Room = { documents: 100, bytes: 10 * maxDocumentBytes };
const ofAll: Room = { documents: 300, bytes: 40 * maxDocumentBytes };

/** Whether there is room for one more document beside those of a case. */
export function hasRoom(
  documents: readonly Pick<Document, 'size' | 'uploadedBy'>[],
  { size, uploadedBy }: Pick<Document, 'size' | 'uploadedBy'>,
): boolean {
  const fits = (kept: readonly Pick<Document, 'size'>[], room: Room): boolean =>
    kept.length < room.documents && kept.reduce((sum, one) => sum + one.size, size) <= room.bytes;
  const ofApplicant = documents.filter(one => one.uploadedBy === 'applicant');
  return fits(documents, ofAll) && (uploadedBy !== 'applicant' || fits(ofApplicant, ofApplicants));
}
