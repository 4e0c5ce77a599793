import { Check, Copy, Download, Mail, Timer } from 'lucide-react';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { IpcProblem } from '../../../../shared/ipc/index.ts';
import { useServices } from '../../services.ts';
import {
  Button,
  fullMoment,
  kindLabels,
  Menu,
  MenuItem,
  ProblemNote,
  VisuallyHidden,
} from '../../ui/index.ts';
import { useServerNow } from '../../use-server-now.ts';
import { clockLeft } from '../link-words.ts';
import { mailDraft } from './mail.ts';
import styles from './made-link.module.css';
import { QrPicture } from './qr-picture.tsx';
import { qrCode, qrPng, qrSvg } from './qr.ts';
import type { Made } from './making.ts';

interface MadeLinkProps {
  readonly made: Made;
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** The address that was made, as text and as a QR code, and the ways to hand it on. */
export function MadeLink({ made: { link, url }, name, email }: MadeLinkProps) {
  const { bridge } = useServices();
  const code = useMemo(() => qrCode(url), [url]);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<IpcProblem>();
  const copy = useRef<HTMLButtonElement>(null);
  // The form that had the focus is gone; what comes next most often is this. In the same step: a dialog that finds the
  // focus lost takes it for itself.
  useLayoutEffect(() => copy.current?.focus(), []);

  const tell = (
    answer: { readonly ok: true } | { readonly ok: false; readonly problem: IpcProblem },
    done: string,
  ) => {
    setProblem(answer.ok ? undefined : answer.problem);
    setSaid(answer.ok ? done : '');
  };
  const onCopy = async () => tell(await bridge['links.copy']({ url }), 'Address copied.');
  const onMail = async () => {
    // First: a system may let nobody write to its clipboard but the program in front.
    const copied = await bridge['links.copy']({ url });
    if (!copied.ok) return tell(copied, '');
    const { expiresAt, locale } = link;
    const draft = mailDraft({ expiresAt, locale: locale ?? undefined, email });
    const opened = await bridge['links.mail'](draft);
    return tell(opened, 'The draft is open in your mail program: paste the copied address into it.');
  };
  const onSave = async (format: 'svg' | 'png') => {
    const bytes = format === 'svg' ? qrSvg(code) : await qrPng(code);
    const answer = await bridge['links.savePicture']({ format, bytes });
    tell(answer, answer.ok && answer.value.saved ? 'QR code saved.' : '');
  };

  return (
    <div className={styles.made}>
      <QrPicture code={code} />
      <div className={styles.side}>
        <p className={styles.what}>
          <b>
            {kindLabels[link.kind]} · {link.levelName}
          </b>
          {name && <span dir="auto">{name}</span>}
        </p>
        <Address url={url} onCopy={() => void onCopy()} />
        <Left expiresAt={link.expiresAt} />
        <div className={styles.actions}>
          <Button
            ref={copy}
            variant="primary"
            icon={said.startsWith('Address') ? <Check /> : <Copy />}
            onClick={() => void onCopy()}
          >
            Copy address
          </Button>
          <Button icon={<Mail />} onClick={() => void onMail()}>
            Mail draft
          </Button>
          <Menu trigger={<Button icon={<Download />}>Save QR code</Button>}>
            <MenuItem onSelect={() => void onSave('svg')}>As SVG, for print…</MenuItem>
            <MenuItem onSelect={() => void onSave('png')}>As PNG…</MenuItem>
          </Menu>
        </div>
        <p role="status" className={styles.said}>
          {said}
        </p>
        {problem && <ProblemNote problem={problem} />}
        <p className={styles.muted}>
          Whoever has the address or the picture can open the page, so hand it to the applicant alone. A mail
          draft leaves the address out, for you to paste: other programs could read it on its way.
        </p>
      </div>
    </div>
  );
}

/**
 * The address to read and to copy as a whole. Nothing of it can be selected: what is selected a system may put onto a
 * clipboard of its own, or a drag into another window, past the one way by which a lock takes it back.
 */
function Address({ url, onCopy }: { readonly url: string; readonly onCopy: () => void }) {
  const label = useId();
  return (
    <>
      <span id={label} className={styles.label}>
        Address
      </span>
      <div
        role="textbox"
        aria-readonly
        aria-multiline
        aria-labelledby={label}
        tabIndex={0}
        dir="ltr"
        translate="no"
        className={styles.address}
        onCopy={event => {
          event.preventDefault();
          onCopy();
        }}
      >
        {url}
      </div>
    </>
  );
}

function Left({ expiresAt }: { readonly expiresAt: string }) {
  const now = useServerNow(1000);
  return (
    <p className={styles.left}>
      <Timer aria-hidden="true" />
      <span>
        Works for <b>{clockLeft(expiresAt, now)}</b>
        <VisuallyHidden> hours, minutes and seconds</VisuallyHidden>, until{' '}
        <time dateTime={expiresAt}>{fullMoment(expiresAt)}</time>
      </span>
    </p>
  );
}
