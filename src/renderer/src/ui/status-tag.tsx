import { Check, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  statusLabels,
  type CustomerKind,
  type RiskBand,
  type VerificationStatus,
} from '../../../shared/domain/index.ts';
import { Tag } from './tag.tsx';
import type { Tone } from './tones.ts';

interface Look {
  readonly tone: Tone;
  /** Colours of a verdict never stand alone: each brings its picture. */
  readonly icon?: ReactNode;
}

const looks: Readonly<Record<VerificationStatus, Look>> = {
  CREATED: { tone: 'mute' },
  UNDER_REVIEW: { tone: 'accent' },
  NEEDS_ADDITIONAL_INFORMATION: { tone: 'wait', icon: <Clock aria-hidden="true" /> },
  ACTIVE: { tone: 'ok', icon: <Check aria-hidden="true" strokeWidth={3} /> },
  REJECTED: { tone: 'no', icon: <X aria-hidden="true" strokeWidth={3} /> },
};

/** How far a customer's verification is, the same in a list and over a case. */
export function StatusTag({ status }: { readonly status: VerificationStatus }) {
  const { tone, icon } = looks[status];
  return (
    <Tag tone={tone} icon={icon}>
      {statusLabels[status]}
    </Tag>
  );
}

export const riskTones = { low: 'ok', medium: 'wait', high: 'no' } as const satisfies Record<RiskBand, Tone>;

export const kindLabels = { individual: 'Individual', business: 'Business' } as const satisfies Record<
  CustomerKind,
  string
>;
