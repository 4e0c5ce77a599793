import { CloudDownload, FileLock, FileQuestion, FileWarning, Timer } from 'lucide-react';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../ui/button.tsx';
import { documentProblemWords, type DocumentProblem } from './document-problem.ts';
import styles from './viewer.module.css';

interface ProblemPanelProps {
  readonly problem: DocumentProblem;
  readonly onRetry: () => void;
}

function icon(problem: DocumentProblem) {
  switch (problem.kind) {
    case 'bridge':
      return problem.problem.kind === 'document_not_here' ? <CloudDownload /> : <FileWarning />;
    case 'format':
    case 'too_large':
    case 'too_many_pages':
    case 'too_many_pixels':
      return <FileQuestion />;
    case 'password':
      return <FileLock />;
    case 'too_slow':
      return <Timer />;
    case 'unreadable':
      return <FileWarning />;
    default:
      return assertNever(problem);
  }
}

/** Stands in a document's place when it can't be shown: what is the matter and what to do. */
export function ProblemPanel({ problem, onRetry }: ProblemPanelProps) {
  const { title, text, again } = documentProblemWords(problem);
  return (
    <div className={styles.problem} role="alert">
      <span aria-hidden="true" className={styles.problemIcon}>
        {icon(problem)}
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {again && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
