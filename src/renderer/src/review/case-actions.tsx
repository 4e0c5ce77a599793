import { Ellipsis, Link2, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { VerificationStatus } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { Button, IconButton, Menu, MenuItem, Pill, useNow } from '../ui/index.ts';
import { mayEnd } from './can-start.ts';
import type { Act } from './room-store.ts';
import { decidedWords } from './words.ts';

/** What a person can do with the case as a whole. */
export interface CaseActs {
  readonly onStart: () => void;
  readonly onRelease: () => void;
  readonly onFinish: () => void;
  readonly onReject: () => void;
  readonly onResubmission: () => void;
  readonly onUndo: (commandId: string) => void;
  readonly onNext: () => void;
  readonly onLink: () => void;
}

interface CaseActionsProps extends CaseActs {
  readonly check: CaseView['check'];
  readonly status: VerificationStatus;
  readonly startable: boolean;
  /** Whether a link would ask the customer for anything. */
  readonly linkable: boolean;
  readonly acting: Act | undefined;
}

/**
 * What can be done with the case as a whole, by the state of its check. Each button is one of its own: where one took
 * the place of another, a second press of Enter would do something else than the first.
 */
export const CaseActions = memo(function CaseActions(props: CaseActionsProps) {
  const { check, status, startable, linkable, acting } = props;
  const { onStart, onRelease, onFinish, onReject, onResubmission, onUndo, onNext, onLink } = props;
  const link = linkable && (
    <Button key="link" icon={<Link2 />} shortcut="l" onClick={onLink}>
      Create link
    </Button>
  );
  switch (check.state) {
    case 'none':
      return (
        <>
          {link}
          <Button
            key="next"
            variant={startable && mayEnd(status, 'approve') ? 'plain' : 'primary'}
            shortcut="."
            onClick={onNext}
          >
            Next case
          </Button>
          {startable && (
            <Button
              key="start"
              variant={mayEnd(status, 'approve') ? 'primary' : 'plain'}
              shortcut="enter"
              busy={acting === 'start'}
              onClick={onStart}
            >
              Start check
            </Button>
          )}
        </>
      );
    case 'open':
      return (
        <>
          <Menu key="more" align="end" trigger={<IconButton label="More actions" icon={<Ellipsis />} />}>
            <MenuItem icon={<Undo2 />} onSelect={onRelease}>
              Release the case
            </MenuItem>
            {linkable && (
              <MenuItem icon={<Link2 />} onSelect={onLink}>
                Create link
              </MenuItem>
            )}
          </Menu>
          {mayEnd(status, 'resubmission') && (
            <Button key="resubmission" shortcut="m" onClick={onResubmission}>
              Resubmission
            </Button>
          )}
          <Button key="reject" variant="danger" shortcut="x" onClick={onReject}>
            Reject
          </Button>
          {mayEnd(status, 'approve') && (
            <Button key="finish" variant="primary" shortcut="f" busy={acting === 'finish'} onClick={onFinish}>
              Finish check
            </Button>
          )}
        </>
      );
    case 'claimed':
      return (
        <>
          {link}
          <Button key="next" variant="primary" shortcut="." onClick={onNext}>
            Next case
          </Button>
        </>
      );
    case 'decided':
      return (
        <>
          <Pill tone={check.commandState === 'parked' ? 'wait' : 'mute'}>{decidedWords(check)}</Pill>
          {check.commandState === 'undoable' && check.undoUntil && (
            <UndoButton
              key="undo"
              until={check.undoUntil}
              busy={acting === 'undo'}
              onUndo={() => onUndo(check.commandId)}
            />
          )}
          {link}
          <Button key="next" variant="primary" shortcut="." onClick={onNext}>
            Next case
          </Button>
        </>
      );
  }
});

interface UndoButtonProps {
  readonly until: string;
  readonly busy: boolean;
  readonly onUndo: () => void;
}

function UndoButton({ until, busy, onUndo }: UndoButtonProps) {
  const left = Math.ceil((Date.parse(until) - useNow(250)) / 1000);
  if (left <= 0) return null;
  return (
    <Button icon={<Undo2 />} busy={busy} onClick={onUndo}>
      Undo ({left} s)
    </Button>
  );
}
