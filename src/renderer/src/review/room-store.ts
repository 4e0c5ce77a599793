import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  guardedChanges,
  type Customer,
  type GuardedFact,
  type HitResolution,
  type Item,
  type ItemVerdict,
} from '../../../shared/domain/index.ts';
import type {
  Bridge,
  CallInput,
  CallOutput,
  CaseHit,
  CaseView,
  FinishInput,
  IpcProblem,
} from '../../../shared/ipc/index.ts';
import type { Result } from '../../../shared/result.ts';
import { keepEqual } from '../stores/keep-equal.ts';
import type { PageTime } from '../viewer/index.ts';

type Receipt = CallOutput<'review.finish'>;
export type Act = 'start' | 'release' | 'finish' | 'undo' | 'note' | 'resolve';

/** What of an item's verdict is to change; the rest stays as it is when its turn comes. */
export type VerdictChange = Partial<Omit<ItemVerdict, 'item'>>;

/** What a person says about a check as a whole. */
export type FinishDraft = Omit<FinishInput, 'customerId' | 'version'>;

/** What a person makes of a hit as the case showed it in this version, and why. */
export type HitMark = Omit<CallInput<'screening.resolve'>, 'customerId'>;

/** Guarded facts that came to differ while the check was open on the screen, and when the last did (RFC 3339). */
export interface News {
  readonly at: string;
  readonly facts: readonly GuardedFact[];
}

export interface RoomState {
  readonly view: CaseView | undefined;
  /** Why the case can't be shown. */
  readonly problem: IpcProblem | undefined;
  /** Why the last act was refused; nothing was recorded then. */
  readonly refusal: IpcProblem | undefined;
  readonly acting: Act | undefined;
  /** Items whose verdict is on its way into the journal. */
  readonly marking: ReadonlySet<Item>;
  /** What changed in the case while it was being reviewed here. */
  readonly news: News | undefined;
  /** The verdict that was recorded last, for saying it. */
  readonly judged: Pick<ItemVerdict, 'item' | 'verdict'> | undefined;

  readonly load: () => Promise<void>;
  readonly start: () => Promise<boolean>;
  readonly release: () => Promise<boolean>;
  /** Records a verdict; painted when the journal has it. */
  readonly mark: (item: Item, change: VerdictChange) => Promise<boolean>;
  /** The case once every verdict given so far is recorded: what is decided next builds on them. */
  readonly settled: () => Promise<CaseView | undefined>;
  readonly finish: (input: Omit<FinishInput, 'customerId'>) => Promise<Receipt | undefined>;
  readonly undo: (commandId: string) => Promise<boolean>;
  readonly addNote: (text: string) => Promise<boolean>;
  /** Marks a hit of the screening. */
  readonly resolveHit: (mark: HitMark) => Promise<boolean>;
  readonly refuse: (problem: IpcProblem | undefined) => void;
  readonly seen: (time: PageTime) => void;
  /** Follows the case as it changes; returns the way to stop. */
  readonly follow: () => () => void;
}
export type RoomStore = StoreApi<RoomState>;

/** With the verdict recorded, on the item as it is: nothing has changed since. */
const withVerdict = (view: CaseView, verdict: ItemVerdict): CaseView => ({
  ...view,
  items: view.items.map(item => {
    if (item.item !== verdict.item) return item;
    const { changed: _changed, ...rest } = item;
    return { ...rest, verdict };
  }),
});

/** Refused because the case is not what the window shows: what it is now is fetched and shown. */
const isOutdated = ({ kind }: IpcProblem): boolean =>
  kind === 'item_changed' || kind === 'case_changed' || kind === 'verdicts_lapsed' || kind === 'unknown_item';

/** With the mark on its hit, on its way from now on. */
const withMark = (view: CaseView, { hitId, resolution, note }: HitMark): CaseView => {
  const hits = view.hits.map(hit =>
    hit.id === hitId
      ? { ...hit, resolution, waiting: { resolution, note, changed: false, inCase: inCase(hit) } }
      : hit,
  );
  return { ...view, hits, customer: withResolutions(view.customer, hits) };
};

/** What the case itself says was made of a hit. */
const inCase = ({ waiting, resolution }: CaseHit): HitResolution | null =>
  waiting ? waiting.inCase : (resolution ?? null);

function withResolutions(customer: Customer, hits: readonly Pick<CaseHit, 'id' | 'resolution'>[]): Customer {
  const resolutions = new Map(hits.map(({ id, resolution }) => [id, resolution]));
  const marked = customer.screening.hits.map(hit =>
    resolutions.has(hit.id) ? { ...hit, resolution: resolutions.get(hit.id) } : hit,
  );
  return { ...customer, screening: { ...customer.screening, hits: marked } };
}

/** The case as it was, but for marks of hits that came, or went, here alone: of those the case itself says the same. */
function besideOwnMarks(before: CaseView, after: CaseView): Customer {
  const known = new Map(before.hits.map(hit => [hit.id, hit]));
  const own = after.hits.filter(hit => {
    const was = known.get(hit.id);
    return was !== undefined && inCase(was) === inCase(hit);
  });
  return withResolutions(before.customer, own);
}

function newsAfter(news: News | undefined, before: CaseView | undefined, after: CaseView): News | undefined {
  if (before?.check.state !== 'open' || after.check.state !== 'open') return news;
  const facts = guardedChanges(besideOwnMarks(before, after), after.customer);
  if (facts.length === 0) return news;
  return { at: new Date().toISOString(), facts: [...new Set([...(news?.facts ?? []), ...facts])] };
}

/** Reasons belong to a rejection or a question: an approval has none. */
function changed(before: ItemVerdict, change: VerdictChange): ItemVerdict {
  const after = { ...before, ...change };
  return after.verdict === 'rejected' || after.verdict === 'pending' ? after : { ...after, reasons: [] };
}

/** One case and everything that can be decided on it. Nothing is painted before the journal has it. */
export function createRoomStore(bridge: Bridge, customerId: string): RoomStore {
  /** Grows with every verdict given: an answer from before one must not paint over it. */
  let generation = 0;
  let marks: Promise<unknown> = Promise.resolve();

  return createStore<RoomState>((set, get) => {
    const act = async <T>(name: Act, call: () => Promise<Result<T, IpcProblem>>): Promise<T | undefined> => {
      if (get().acting !== undefined) return undefined;
      set({ acting: name, refusal: undefined });
      // A verdict typed just before must be in the journal before what builds on it.
      await marks;
      const result = await call();
      set({ acting: undefined, refusal: result.ok ? undefined : result.problem });
      return result.ok ? result.value : undefined;
    };

    const load = async (): Promise<void> => {
      // While verdicts are on their way an answer would be out of date when it arrives.
      await marks;
      const asked = generation;
      const result = await bridge['case.open']({ customerId });
      if (asked !== generation) return load();
      if (result.ok) {
        set(({ view, news }) => ({
          view: keepEqual(view, result.value),
          news: newsAfter(news, view, result.value),
          problem: undefined,
        }));
      }
      // A case on the screen stays there, with the word that it may be out of date.
      else set(get().view ? { refusal: result.problem } : { problem: result.problem });
    };

    return {
      view: undefined,
      problem: undefined,
      refusal: undefined,
      acting: undefined,
      marking: new Set(),
      news: undefined,
      judged: undefined,
      load,
      start: async () => {
        const receipt = await act('start', () => bridge['review.start']({ customerId }));
        await load();
        return receipt !== undefined;
      },
      release: async () => {
        const receipt = await act('release', () => bridge['review.release']({ customerId }));
        await load();
        return receipt !== undefined;
      },
      mark: (item, change) => {
        // What was on the screen at the click: what arrives before its turn was not judged.
        const version = get().view?.customer.version;
        set(({ marking }) => ({ marking: new Set(marking).add(item) }));
        const done = marks.then(async () => {
          const before = get().view?.items.find(known => known.item === item);
          if (!before || version === undefined) return false;
          const verdict = changed(before.verdict, change);
          generation += 1;
          const result = await bridge['review.mark']({ customerId, version, verdict });
          generation += 1;
          set(({ view, marking }) => {
            const rest = new Set(marking);
            rest.delete(item);
            if (!result.ok) return { marking: rest, refusal: result.problem };
            return {
              marking: rest,
              refusal: undefined,
              ...(view && { view: withVerdict(view, verdict) }),
              ...(change.verdict !== undefined && { judged: { item, verdict: verdict.verdict } }),
            };
          });
          if (!result.ok && isOutdated(result.problem)) void load();
          return result.ok;
        });
        marks = done;
        return done;
      },
      settled: async () => {
        await marks;
        return get().view;
      },
      finish: async input => {
        const receipt = await act('finish', () => bridge['review.finish']({ customerId, ...input }));
        const { refusal } = get();
        if (!receipt && refusal && isOutdated(refusal)) await load();
        return receipt;
      },
      undo: async commandId => {
        const undone = await act('undo', () => bridge['review.undo']({ commandId }));
        await load();
        return undone !== undefined;
      },
      addNote: async text => {
        const receipt = await act('note', () => bridge['note.add']({ customerId, text, mentions: [] }));
        await load();
        return receipt !== undefined;
      },
      resolveHit: async mark => {
        const receipt = await act('resolve', () => bridge['screening.resolve']({ customerId, ...mark }));
        if (receipt) {
          // Before the case is read again, in which it may have arrived already: that is no news.
          generation += 1;
          set(({ view }) => (view ? { view: withMark(view, mark) } : {}));
        }
        await load();
        return receipt !== undefined;
      },
      refuse: refusal => set({ refusal }),
      seen: time => {
        // Evidence of looking is best effort on this side: the decision says what was seen, not that it was.
        void bridge['case.seen']({ customerId, ...time });
      },
      follow: () => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const soon = () => {
          clearTimeout(timer);
          timer = setTimeout(() => void load(), 60);
        };
        const stops = [
          bridge.on['cache.changed'](({ customerIds }) => {
            if (customerIds === null || customerIds.includes(customerId)) soon();
          }),
          bridge.on['document.changed'](change => {
            if (change.customerId === customerId) soon();
          }),
          bridge.on['outbox.changed'](soon),
        ];
        return () => {
          clearTimeout(timer);
          for (const stop of stops) stop();
        };
      },
    };
  });
}
