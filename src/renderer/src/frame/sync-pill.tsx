import { RefreshCw, WifiOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { PillButton, Popover, Spinner, useNow, VisuallyHidden } from '../ui/index.ts';
import { SyncPanel } from './sync-panel.tsx';
import { networkWords, syncWords } from './sync-words.ts';

/** Online or not, how fresh, what waits: always in sight; opens the details. */
export function SyncPill() {
  const { sync: syncStore } = useServices();
  const sync = useStore(syncStore, state => state.sync);
  const [open, setOpen] = useState(false);
  const left = useRef<string>(undefined);
  const now = useNow(1000);
  if (sync === undefined) return null;

  const { tone, text } = syncWords(sync, now);
  const busy = sync.activity === 'initial' || sync.activity === 'sending';
  const icon = pillIcon(sync.network === 'online', busy, tone === 'no');
  return (
    <>
      {/* Read out when it changes, which the ever-moving words of the pill must not be. */}
      <VisuallyHidden status>{networkWords(sync)}</VisuallyHidden>
      <Popover
        align="end"
        title="Sync"
        open={open}
        onOpenChange={next => {
          left.current = undefined;
          setOpen(next);
        }}
        // Who was led to another screen goes on there, in the first control of what they were led to.
        finalFocus={() =>
          left.current === undefined
            ? null
            : (document.getElementById(left.current) ?? document.querySelector('main'))
        }
        trigger={
          <PillButton tone={tone} icon={icon}>
            {text}
          </PillButton>
        }
      >
        <SyncPanel
          sync={sync}
          now={now}
          onLed={card => {
            left.current = card;
            setOpen(false);
          }}
        />
      </Popover>
    </>
  );
}

function pillIcon(online: boolean, busy: boolean, signedOut: boolean) {
  if (signedOut) return <RefreshCw aria-hidden="true" />;
  if (!online) return <WifiOff aria-hidden="true" />;
  return busy ? <Spinner /> : undefined;
}
