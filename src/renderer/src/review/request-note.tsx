import { MessageCircleQuestion, MessageSquareReply } from 'lucide-react';
import { useState } from 'react';
import type { CaseDocument, CaseView } from '../../../shared/ipc/index.ts';
import { Kbd, moment, Note } from '../ui/index.ts';
import { askedLines, askerWords, type AskedLine } from './request-lines.ts';
import styles from './request-note.module.css';
import { documentTitle } from './words.ts';

export interface RequestNoteProps {
  readonly view: CaseView;
  /** Leads to what answers a line, or to what was asked about where there is no answer yet. */
  readonly onAsked: (line: AskedLine) => void;
  readonly onDocument: (document: CaseDocument) => void;
}

/** Lines that are shown before the rest is asked for: the documents below need the room. */
const shownAtFirst = 3;

/** What the customer was asked for, by whom and why; once they have answered, with what, and what that replaces. */
export function RequestNote({ view, onAsked, onDocument }: RequestNoteProps) {
  const [all, setAll] = useState(false);
  const { status, rfi } = view.customer;
  const waits = status === 'NEEDS_ADDITIONAL_INFORMATION';
  if (!rfi || !(waits || status === 'UNDER_REVIEW')) return null;
  const lines = askedLines(view);
  const answered = lines.filter(({ answeredAt }) => answeredAt !== undefined).length;
  const first = lines.find(({ answeredAt, judgedAt }) => answeredAt !== undefined && judgedAt !== undefined);
  return (
    <Note
      tone={waits ? 'wait' : 'accent'}
      icon={waits ? <MessageCircleQuestion /> : <MessageSquareReply />}
      title={
        waits
          ? `Waiting for the customer: ${answered} of ${lines.length} answered`
          : 'The customer has answered what was asked for'
      }
    >
      <p className={styles.asker}>
        Asked {moment(rfi.openedAt)} by <bdi>{askerWords(view)}</bdi>.
        {waits &&
          ' The case comes back by itself once everything is answered; until then it can be rejected, but not approved or asked for again.'}
      </p>
      <ul className={styles.lines} aria-label="What was asked for">
        {(all ? lines : lines.slice(0, shownAtFirst)).map(line => (
          <li key={line.item}>
            <Asked line={line} onAsked={onAsked} />
            <Answer
              line={line}
              withKey={line === first}
              onAsked={() => onAsked(line)}
              onDocument={onDocument}
            />
          </li>
        ))}
      </ul>
      {lines.length > shownAtFirst && (
        <button type="button" className={styles.link} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${lines.length}`}
        </button>
      )}
    </Note>
  );
}

function Asked({ line, onAsked }: { readonly line: AskedLine } & Pick<RequestNoteProps, 'onAsked'>) {
  const { label, reasons, sentence, judgedAt, answeredAt } = line;
  return (
    <p>
      {judgedAt !== undefined && answeredAt === undefined ? (
        <button type="button" className={styles.link} onClick={() => onAsked(line)}>
          {label}
        </button>
      ) : (
        <strong dir="auto">{label}</strong>
      )}
      {reasons !== '' && `: ${reasons}`}
      {sentence !== '' && (
        <q className={styles.sentence} dir="auto">
          {sentence}
        </q>
      )}
    </p>
  );
}

interface AnswerProps {
  readonly line: AskedLine;
  /** Whether the key that leads to answers stands here. */
  readonly withKey: boolean;
  readonly onAsked: () => void;
  readonly onDocument: (document: CaseDocument) => void;
}

const sent = (document: CaseDocument): string =>
  `${documentTitle(document)}, sent ${moment(document.uploadedAt)}`;

function Answer({ line, withKey, onAsked, onDocument }: AnswerProps) {
  const { answeredAt, answers, replaced, judgedAt } = line;
  if (answeredAt === undefined) return <p className={styles.answer}>No answer yet</p>;
  return (
    <p className={styles.answer}>
      Answered {moment(answeredAt)}
      {answers.length > 0 && ' with '}
      {answers.map((document, index) => (
        <span key={document.id}>
          {index > 0 && ' and '}
          <button
            type="button"
            className={styles.link}
            onClick={() => (index === 0 ? onAsked() : onDocument(document))}
          >
            {sent(document)}
          </button>
        </span>
      ))}
      {answers.length === 0 && judgedAt !== undefined && (
        <>
          {': '}
          <button type="button" className={styles.link} onClick={onAsked}>
            what they gave
          </button>
        </>
      )}
      {withKey && (
        <>
          {' '}
          <Kbd keys="v" />
        </>
      )}
      {replaced && (
        <>
          . It replaces{' '}
          <button type="button" className={styles.link} onClick={() => onDocument(replaced)}>
            {sent(replaced)}
          </button>{' '}
          <span className={styles.replaced}>Replaced</span>
        </>
      )}
    </p>
  );
}
