import { Check, Copy, Download, Mail, Timer } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { IpcProblem } from '../../../../shared/ipc/index.ts';
import { useServices } from '../../services.ts';
import { Button, fullMoment, Menu, MenuItem, ProblemNote, useNow, VisuallyHidden } from '../../ui/index.ts';
import { clockLeft, kindWords } from '../link-words.ts';
import { mailDraft } from './mail.ts';
import styles from './made-link.module.css';
import { QrPicture } from './qr-picture.tsx';
import { qrCode, qrPng, qrSvg } from './qr.ts';
import type { Made } from './use-making.ts';

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
  const onMail = async () =>
    tell(
      await bridge['links.mail'](mailDraft({ url, expiresAt: link.expiresAt, name, email })),
      'The draft is open in your mail program. Nothing was sent.',
    );
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
            {kindWords[link.kind]} · {link.levelName}
          </b>
          {name && <span dir="auto">{name}</span>}
        </p>
        <label className={styles.label} htmlFor="link-address">
          Address
        </label>
        <textarea
          id="link-address"
          readOnly
          rows={3}
          dir="ltr"
          spellCheck={false}
          className={styles.address}
          value={url}
          onFocus={event => event.currentTarget.select()}
        />
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
          Whoever has the address or the picture can open the page, so hand it to the applicant alone.
        </p>
      </div>
    </div>
  );
}

function Left({ expiresAt }: { readonly expiresAt: string }) {
  const now = useNow(1000);
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
