import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import tesseract from 'tesseract.js';
import type { Gray } from '../image/raster.ts';

const require = createRequire(import.meta.url);

/** The integer form of the best model, out of the installed package: nothing is fetched when the backend runs. */
const modelFolder = (): string =>
  join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** A box in pixels of the picture that was read. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface OcrWord {
  readonly text: string;
  readonly box: Box;
  /** 0 to 1. */
  readonly confidence: number;
  readonly signs: readonly { readonly text: string; readonly box: Box; readonly confidence: number }[];
}

export interface OcrLine {
  readonly box: Box;
  readonly words: readonly OcrWord[];
}

export interface Ocr {
  /** Reads one line of which every sign is one of `signs`. */
  readonly line: (picture: Gray, signs: string) => Promise<readonly OcrLine[]>;
  /** Reads a page of text in any layout. */
  readonly page: (picture: Gray) => Promise<readonly OcrLine[]>;
  readonly close: () => Promise<void>;
}

/** The simplest form that the OCR opens (portable graymap, netpbm): no time goes into compressing. */
function graymap({ width, height, data }: Gray): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data]);
}

/** Starts the OCR in a thread of its own; it takes a second and some 200 MB. */
export async function startOcr(): Promise<Ocr> {
  const worker = await tesseract.createWorker(
    'eng',
    1,
    // The handler keeps the library from throwing outside any promise: the call that failed is rejected anyway.
    { langPath: modelFolder(), cacheMethod: 'none', errorHandler: () => undefined },
    // Names and numbers of documents are in no dictionary.
    {
      load_system_dawg: '0',
      load_freq_dawg: '0',
      load_unambig_dawg: '0',
      load_punc_dawg: '0',
      load_number_dawg: '0',
      load_bigram_dawg: '0',
    },
  );
  const read = async (picture: Gray, mode: 'line' | 'page', signs: string): Promise<readonly OcrLine[]> => {
    await worker.setParameters({
      tessedit_pageseg_mode: tesseract.PSM[mode === 'line' ? 'SINGLE_LINE' : 'SPARSE_TEXT'],
      tessedit_char_whitelist: signs,
      user_defined_dpi: '300',
      // What it thinks of a picture would go to standard error, among the log.
      debug_file: '/dev/null',
    });
    const { data } = await worker.recognize(graymap(picture), {}, { text: false, blocks: true });
    return (data.blocks ?? []).flatMap(({ paragraphs }) =>
      paragraphs.flatMap(({ lines }) =>
        lines.map(line => ({
          box: line.bbox,
          words: line.words.map(({ text, bbox, confidence, symbols }) => ({
            text,
            box: bbox,
            confidence: confidence / 100,
            signs: symbols.map(sign => ({
              text: sign.text,
              box: sign.bbox,
              confidence: sign.confidence / 100,
            })),
          })),
        })),
      ),
    );
  };
  return {
    line: (picture, signs) => read(picture, 'line', signs),
    page: picture => read(picture, 'page', ''),
    close: async () => {
      await worker.terminate();
    },
  };
}
