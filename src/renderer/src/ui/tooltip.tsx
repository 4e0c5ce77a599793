import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import type { Shortcut } from '../keys/shortcut.ts';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: Shortcut;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One focusable element. */
  readonly children: ReactElement;
}

/** A word on hover and focus. Never the only place where something is said. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            {text}
            {shortcut && <Kbd keys={shortcut} inherit />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Neighbouring tooltips open at once after the first; wrap the app in it. */
export const TooltipProvider = Base.Provider;
