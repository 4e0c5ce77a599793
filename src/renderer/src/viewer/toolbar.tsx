import {
  ChevronDown,
  ChevronUp,
  Maximize,
  Minus,
  MoveHorizontal,
  Plus,
  RotateCw,
  Search,
  SunMedium,
} from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { ToneSliders } from './tone-sliders.tsx';
import type { ViewerStore } from './viewer-store.ts';
import styles from './viewer.module.css';

interface ToolbarProps {
  readonly store: ViewerStore;
  readonly title: string;
  /** Whether there is text to search in. */
  readonly searchable: boolean;
  readonly enabled: boolean;
}

/** What can be done with the document on show; each has its key. */
export function Toolbar({ store, title, searchable, enabled }: ToolbarProps) {
  const page = useStore(store, state => state.page);
  const pageCount = useStore(store, state => state.pageCount);
  const find = useStore(store, state => state.find);
  const rail = useStore(store, state => state.rail);
  const act = store.getState();
  return (
    <div className={styles.bar} role="toolbar" aria-label={`${title}: view`}>
      <strong className={styles.title} title={title}>
        {title}
      </strong>
      {enabled && (
        <>
          {pageCount > 1 && (
            <span className={styles.pages}>
              <Tooltip text="Previous page" shortcut="pageup">
                <IconButton
                  label="Previous page"
                  shortcut="pageup"
                  icon={<ChevronUp />}
                  disabled={page <= 1}
                  onClick={() => act.step(-1)}
                />
              </Tooltip>
              <Tooltip text="Thumbnails of the pages">
                <button
                  type="button"
                  className={styles.number}
                  aria-pressed={rail}
                  aria-label={`Page ${page} of ${pageCount}, thumbnails`}
                  onClick={act.toggleRail}
                >
                  {page} / {pageCount}
                </button>
              </Tooltip>
              <Tooltip text="Next page" shortcut="pagedown">
                <IconButton
                  label="Next page"
                  shortcut="pagedown"
                  icon={<ChevronDown />}
                  disabled={page >= pageCount}
                  onClick={() => act.step(1)}
                />
              </Tooltip>
            </span>
          )}
          <ZoomButtons store={store} />
          <Tooltip text="Rotate" shortcut="o">
            <IconButton label="Rotate" shortcut="o" icon={<RotateCw />} onClick={act.rotate} />
          </Tooltip>
          <Popover
            title="Brightness and contrast"
            align="end"
            trigger={<IconButton label="Brightness and contrast" icon={<SunMedium />} />}
          >
            <ToneSliders store={store} />
          </Popover>
          {searchable && (
            <Tooltip text="Find in this document" shortcut="mod+f">
              <IconButton
                label="Find in this document"
                shortcut="mod+f"
                icon={<Search />}
                aria-pressed={find !== undefined}
                onClick={() => (find ? act.closeFind() : act.openFind())}
              />
            </Tooltip>
          )}
        </>
      )}
    </div>
  );
}

function ZoomButtons({ store }: { readonly store: ViewerStore }) {
  const scale = useStore(store, state => state.scale);
  const zoom = useStore(store, state => state.zoom);
  const act = store.getState();
  const next = zoom.mode === 'width' ? 'page' : 'width';
  const words = next === 'width' ? 'Fit the width' : 'Fit the whole page';
  return (
    <span className={styles.zoom}>
      <Tooltip text="Zoom out" shortcut="-">
        <IconButton label="Zoom out" shortcut="-" icon={<Minus />} onClick={() => act.zoomBy(1 / 1.25)} />
      </Tooltip>
      <Tooltip text={words} shortcut="0">
        <button
          type="button"
          className={styles.number}
          aria-label={`${Math.round(scale * 100)} percent. ${words}`}
          onClick={act.toggleFit}
        >
          {zoom.mode === 'free' ? (
            `${Math.round(scale * 100)}%`
          ) : (
            <>
              {zoom.mode === 'width' ? (
                <MoveHorizontal aria-hidden="true" />
              ) : (
                <Maximize aria-hidden="true" />
              )}
              <span>{zoom.mode === 'width' ? 'Width' : 'Page'}</span>
            </>
          )}
        </button>
      </Tooltip>
      <Tooltip text="Zoom in" shortcut="+">
        <IconButton label="Zoom in" shortcut="+" icon={<Plus />} onClick={() => act.zoomBy(1.25)} />
      </Tooltip>
    </span>
  );
}
