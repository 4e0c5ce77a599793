import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import styles from './popover.module.css';

/** What it is called: in sight, or for screen readers alone where the button beside it says it already. */
type Named =
  { readonly title: string; readonly label?: never } | { readonly title?: never; readonly label: string };

type PopoverProps = Named & {
  /** The button that opens it; receives the ARIA state. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly align?: 'start' | 'center' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** What has the focus once it is closed, or the first control in it; the button of the popover where that is null. */
  readonly finalFocus?: () => HTMLElement | null;
};

/** A small panel anchored to its button; not modal. */
export function Popover({
  trigger,
  title,
  label,
  children,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
  finalFocus,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && (next => onOpenChange(next))}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8}>
          <Base.Popup data-layer="popup" aria-label={label} className={styles.popup} finalFocus={finalFocus}>
            {title && <Base.Title className={styles.title}>{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
