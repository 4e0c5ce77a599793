import { Bug } from 'lucide-react';
import { problem } from '../../../shared/ipc/index.ts';
import { Button, EmptyState, problemWords } from '../ui/index.ts';

/** A screen has a bug: the frame around it still works. */
export function ScreenFailed({ onBack }: { readonly onBack: () => void }) {
  const { title, text } = problemWords(problem('internal'));
  return (
    <EmptyState
      icon={<Bug />}
      title={title}
      actions={
        <Button variant="primary" onClick={onBack}>
          Back to the queue
        </Button>
      }
    >
      {text}
    </EmptyState>
  );
}
