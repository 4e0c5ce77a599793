import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode, type RefObject } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import styles from './dialog.module.css';
import { useReturnFocus, type FocusHome } from './return-focus.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the one that does it last. */
  readonly footer?: ReactNode;
  readonly width?: 'small' | 'medium' | 'wide' | 'large';
  /** Where the focus goes first; by itself to the first field. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** Where it goes afterwards if what had it before is gone by then; by itself to the screen. */
  readonly focusHome?: FocusHome;
  /** What it shows is nowhere else: a click beside it does not close it. */
  readonly holds?: boolean;
}

/** What a dialog was opened for, rather than the button that closes it. */
const firstField = (body: HTMLElement | null): HTMLElement | null =>
  body?.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea') ?? null;

/** A modal dialog: traps and gives back the focus, closes on Escape, keeps actions behind it silent. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  width = 'medium',
  initialFocus,
  focusHome,
  holds = false,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  const finalFocus = useReturnFocus(open, focusHome);
  return (
    <Base.Root open={open} onOpenChange={next => !next && onClose()} disablePointerDismissal={holds}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            data-layer="modal"
            className={cx(styles.popup, styles[width])}
            finalFocus={finalFocus}
            initialFocus={initialFocus ?? (() => firstField(body.current) ?? true)}
          >
            <header className={styles.head}>
              <div>
                <Base.Title className={styles.title}>{title}</Base.Title>
                {description && (
                  <Base.Description className={styles.description}>{description}</Base.Description>
                )}
              </div>
              <Base.Close render={<IconButton label="Close" icon={<X />} />} />
            </header>
            {children && (
              <div ref={body} className={styles.body}>
                {children}
              </div>
            )}
            {footer && <footer className={styles.foot}>{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
