import { tiffAsPdf } from '../../../../shared/tiff/index.ts';

/** Unpacks a TIFF off the main thread; whoever waits ends this worker when it takes too long. */
addEventListener('message', ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => {
  void tiffAsPdf(data).then(pdf => postMessage(pdf, { transfer: pdf.ok ? [pdf.value.buffer] : [] }));
});
