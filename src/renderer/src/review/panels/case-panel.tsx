import type { CaseView } from '../../../../shared/ipc/index.ts';
import type { TabName } from '../tab-entries.ts';
import { LinksPanel } from './links.tsx';
import { HistoryPanel } from './history.tsx';
import { NotesPanel } from './notes.tsx';
import { OwnershipPanel } from './ownership.tsx';
import { ScreeningPanel } from './screening.tsx';

interface CasePanelProps {
  readonly tab: Exclude<TabName, 'verification'>;
  readonly view: CaseView;
  readonly saving: boolean;
  readonly onAddNote: (text: string) => Promise<boolean>;
}

/** What stands behind the tabs beside the verification. */
export function CasePanel({ tab, view, saving, onAddNote }: CasePanelProps) {
  switch (tab) {
    case 'screening':
      return <ScreeningPanel customer={view.customer} />;
    case 'ownership':
      return <OwnershipPanel customer={view.customer} />;
    case 'notes':
      return <NotesPanel view={view} saving={saving} onAdd={onAddNote} />;
    case 'links':
      return <LinksPanel links={view.links} />;
    case 'history':
      return <HistoryPanel view={view} />;
  }
}
