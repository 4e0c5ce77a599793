import { CircleCheck, CircleHelp, ShieldAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { resolutionLabels, type HitResolution } from '../../../../shared/domain/index.ts';
import type { Tone } from '../../ui/index.ts';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: ReactElement;
}

/** What a person can make of a hit: word, icon and colour; colour never stands alone. */
export const resolutionLook: Readonly<Record<HitResolution, Look>> = {
  falsePositive: {
    word: resolutionLabels.falsePositive,
    tone: 'ok',
    icon: <CircleCheck aria-hidden="true" />,
  },
  match: { word: resolutionLabels.match, tone: 'no', icon: <ShieldAlert aria-hidden="true" /> },
  inconclusive: {
    word: resolutionLabels.inconclusive,
    tone: 'wait',
    icon: <CircleHelp aria-hidden="true" />,
  },
};

/** A hit that nobody has marked. */
export const unresolvedLook: Look = {
  word: 'Not resolved',
  tone: 'wait',
  icon: <CircleHelp aria-hidden="true" />,
};
