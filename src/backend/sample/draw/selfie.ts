import type { Person } from '../people/index.ts';
import type { DrawnDocument } from './documents.ts';
import { slugOf } from './identity.ts';
import { renderPicture } from './render.ts';

const width = 720;
const height = 960;

export function drawSelfie(person: Person): DrawnDocument {
  const rendered = renderPicture({ width, height, format: 'jpeg' }, sheet => {
    sheet.ctx.fillStyle = '#d8cfc4';
    sheet.ctx.fillRect(0, 0, width, height);
    sheet.text('SPECIMEN', 40, 80, { size: 40, weight: 700, color: '#b0505b' });
  });
  return { ...rendered, type: 'selfie', filename: `selfie-${slugOf(person)}.jpg` };
}
