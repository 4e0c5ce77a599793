import { Ban, Check, Eye, Hourglass, Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LinkState } from '../../../shared/api/index.ts';
import { Tag, type Tone } from '../ui/index.ts';
import { stateLabels } from './link-words.ts';

const looks: Readonly<Record<LinkState, { readonly tone: Tone; readonly icon: ReactNode }>> = {
  active: { tone: 'accent', icon: <Link2 aria-hidden="true" /> },
  opened: { tone: 'wait', icon: <Eye aria-hidden="true" /> },
  completed: { tone: 'ok', icon: <Check aria-hidden="true" strokeWidth={3} /> },
  expired: { tone: 'mute', icon: <Hourglass aria-hidden="true" /> },
  revoked: { tone: 'mute', icon: <Ban aria-hidden="true" /> },
};

/** Where a link stands, in colour, picture and word. */
export function LinkStateTag({ state }: { readonly state: LinkState }) {
  const { tone, icon } = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {stateLabels[state]}
    </Tag>
  );
}
