import { Check, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VerificationStatus } from '../../../shared/domain/index.ts';

/** Colours of a verdict never stand alone: each brings its picture. */
export const statusIcons: Readonly<Record<VerificationStatus, ReactNode>> = {
  CREATED: undefined,
  UNDER_REVIEW: undefined,
  NEEDS_ADDITIONAL_INFORMATION: <Clock aria-hidden="true" />,
  ACTIVE: <Check aria-hidden="true" strokeWidth={3} />,
  REJECTED: <X aria-hidden="true" strokeWidth={3} />,
};
