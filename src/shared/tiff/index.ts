export { jpegSize } from './jpeg-size.ts';
export { tiffAsPdf } from './tiff-as-pdf.ts';
export type { TiffProblem } from './directory.ts';
