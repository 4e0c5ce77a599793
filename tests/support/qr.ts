import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQR from 'jsqr';

/** What the QR code on a picture (SVG or PNG) says; undefined where there is none that can be read. */
export async function qrCodeOn(picture: Uint8Array): Promise<string | undefined> {
  const image = await loadImage(Buffer.from(picture));
  // Large enough that every module of a code has some pixels, whatever an SVG says of its own size.
  const scale = Math.max(1, 600 / image.width);
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  const drawing = canvas.getContext('2d');
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
