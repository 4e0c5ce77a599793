import { requestSentence } from '../words.ts';
import styles from './dialogs.module.css';
import { neededWords, type RequestLine } from './request.ts';

interface MessagePreviewProps {
  readonly name: string;
  readonly lines: readonly RequestLine[];
}

/** How the customer will read the request. */
export function MessagePreview({ name, lines }: MessagePreviewProps) {
  return (
    <section className={styles.preview} aria-label="What the customer will read" aria-live="polite">
      <h3>What the customer will read</h3>
      {lines.length === 0 ? (
        <p className={styles.letter}>Nothing yet.</p>
      ) : (
        <div className={styles.letter}>
          <p>
            Hello <bdi>{name}</bdi>,
          </p>
          <p>We could not finish your verification yet. {neededWords(lines.length)}</p>
          <ol>
            {lines.map(line => (
              <li key={line.item}>
                <b>{line.label}.</b> <span dir="auto">{requestSentence(line) || '…'}</span>
              </li>
            ))}
          </ol>
          <p>Please open your secure link and send them there. Never send identity documents by e-mail.</p>
        </div>
      )}
    </section>
  );
}
