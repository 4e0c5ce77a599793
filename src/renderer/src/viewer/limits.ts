/** What a document may cost before it is refused or given up. The figures are the product's safety parameters. */
export const limits = {
  /** Pages of a PDF that are opened at all. */
  pages: 500,
  /** Pixels of one image inside a PDF; larger ones are left blank by pdf.js. */
  pdfImagePixels: 50_000_000,
  /** Pixels of a photo or scan, read from its header before anything is decoded. */
  imagePixels: 100_000_000,
  /** Milliseconds for opening a document, and for drawing or reading one of its pages. */
  pageMs: 10_000,
  /** Pixels of one drawn page: 2^25, the area up to which every Chromium canvas is reliable. */
  canvasPixels: 33_554_432,
  /** Pixels of drawn pages that are kept for coming back (4 bytes each). */
  keptCanvasPixels: 48_000_000,
  /** Bytes of opened documents that are kept for coming back, as decoded. */
  keptDocumentBytes: 400 * 1024 * 1024,
  /** Opened documents that are kept; each PDF has state in the worker. */
  keptDocuments: 10,
  /** Bytes, as decoded, of all that is opened before it is asked for; a document that would go beyond is not. */
  aheadBytes: 128 * 1024 * 1024,
} as const;
