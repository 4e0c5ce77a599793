import type { CaseView } from '../../../../shared/ipc/index.ts';
import type { Act } from '../room-store.ts';
import type { TabName } from '../tab-entries.ts';
import { LinksPanel } from './links.tsx';
import { HistoryPanel } from './history.tsx';
import { NotesPanel } from './notes.tsx';
import { OwnershipPanel } from './ownership.tsx';
import { ScreeningPanel, type ScreeningPanelProps } from './screening.tsx';

interface CasePanelProps extends Pick<ScreeningPanelProps, 'onResolve' | 'onOutbox'> {
  readonly tab: Exclude<TabName, 'verification'>;
  readonly view: CaseView;
  readonly acting: Act | undefined;
  readonly onAddNote: (text: string) => Promise<boolean>;
}

/** What stands behind the tabs beside the verification. */
export function CasePanel({ tab, view, acting, onAddNote, onResolve, onOutbox }: CasePanelProps) {
  switch (tab) {
    case 'screening':
      return <ScreeningPanel view={view} onResolve={onResolve} onOutbox={onOutbox} />;
    case 'ownership':
      return <OwnershipPanel customer={view.customer} />;
    case 'notes':
      return <NotesPanel view={view} saving={acting === 'note'} onAdd={onAddNote} />;
    case 'links':
      return <LinksPanel links={view.links} />;
    case 'history':
      return <HistoryPanel view={view} />;
  }
}
