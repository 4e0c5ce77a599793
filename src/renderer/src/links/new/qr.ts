import { encode } from 'uqr';

/** ISO/IEC 18004: four modules of quiet around the code. */
const quietZone = 4;
/** Pixels of a module in a saved picture: legible from a screen's distance when it is printed. */
const pixelsPerModule = 12;

export interface QrCode {
  /** Modules of a side, with the quiet around it. */
  readonly size: number;
  /** The dark modules, in units of modules. */
  readonly runs: readonly Run[];
}

/** Dark modules side by side. */
interface Run {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The QR code of a text, with error correction of level M (15 %), as the backend draws it. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const runs: Run[] = [];
  data.forEach((line, y) => {
    for (let x = 0; x < line.length; x += 1) {
      if (!line[x]) continue;
      const from = x;
      while (line[x + 1]) x += 1;
      runs.push({ x: from, y, width: x - from + 1 });
    }
  });
  return { size, runs };
}

/** The dark modules as the path of an SVG. */
export const qrPath = ({ runs }: QrCode): string =>
  runs.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('');

/** A file of its own: black on white whatever is behind it. */
export function qrSvg(code: QrCode): Uint8Array<ArrayBuffer> {
  const { size } = code;
  const side = size * pixelsPerModule;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${size} ${size}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${qrPath(code)}"/></svg>\n`;
  return new TextEncoder().encode(svg);
}

/** The same as pixels. Throws where the window has no canvas to draw on. */
export async function qrPng({ size, runs }: QrCode): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(size * pixelsPerModule, size * pixelsPerModule);
  const drawing = canvas.getContext('2d');
  if (!drawing) throw new Error('no canvas to draw a QR code on');
  drawing.fillStyle = '#fff';
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.scale(pixelsPerModule, pixelsPerModule);
  drawing.fillStyle = '#000';
  for (const { x, y, width } of runs) drawing.fillRect(x, y, width, 1);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
