import type { DocumentType } from '../../../shared/domain/index.ts';
import type { PictureFacts } from '../reading/index.ts';

/**
 * Where pictures are turned away; docs/READING.md has the figures from which these are taken and how they were measured.
 * Each lies where of clean drawn IDs none is found and of blurred, dark and glaring ones all or nearly all.
 */
export const limits = {
  sharpness: 0.25,
  /** A face has softer edges than print. */
  faceSharpness: 0.02,
  brightness: 0.3,
  glare: 0.05,
  /** Pixels of the longer side: below, the smallest print of a card is not two pixels high. */
  longSide: 600,
  contrast: 0.08,
} as const;

export interface PictureFault {
  readonly code:
    'imageQuality.blurry' | 'imageQuality.tooDark' | 'imageQuality.glare' | 'imageQuality.unreadable';
  readonly message: string;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What is wrong with a picture by its measures. */
export function pictureFaults(type: DocumentType, facts: PictureFacts): readonly PictureFault[] {
  const faults: PictureFault[] = [];
  if (Math.max(facts.width, facts.height) < limits.longSide) {
    const message = `The picture is too small to be read: ${facts.width} × ${facts.height} pixels.`;
    faults.push({ code: 'imageQuality.unreadable', message });
  }
  if (facts.brightness < limits.brightness) {
    const message = `The picture is too dark; brightness ${percent(facts.brightness)}, at least ${percent(limits.brightness)} is needed.`;
    faults.push({ code: 'imageQuality.tooDark', message });
  }
  const sharp = type === 'selfie' ? limits.faceSharpness : limits.sharpness;
  if (facts.sharpness < sharp) {
    const message = `The picture is blurred; sharpness ${facts.sharpness.toFixed(2)}, at least ${sharp.toFixed(2)} is needed.`;
    faults.push({ code: 'imageQuality.blurry', message });
  }
  if (type !== 'selfie' && facts.glare > limits.glare) {
    faults.push({
      code: 'imageQuality.glare',
      message: `A reflection covers ${percent(facts.glare)} of the picture.`,
    });
  }
  return faults;
}
