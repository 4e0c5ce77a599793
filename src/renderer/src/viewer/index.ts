export type { DocumentProblem } from './document-problem.ts';
export { createDocumentLibrary, type DocumentLibrary } from './library.ts';
export { PagePicture } from './page-picture.tsx';
export type { PageTime } from './seen.ts';
export type { Mark } from './stage/page-view.tsx';
export { Viewer, type ViewerProps } from './viewer.tsx';
export { createViewerStore, type ViewerStore } from './viewer-store.ts';
