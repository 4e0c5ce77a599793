import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { plainTone, type Tone, type ViewerStore } from './viewer-store.ts';
import styles from './viewer.module.css';

const sliders = [
  { name: 'brightness', label: 'Brightness' },
  { name: 'contrast', label: 'Contrast' },
] as const satisfies readonly { readonly name: keyof Tone; readonly label: string }[];

/** Two sliders from 40 % to 250 %; they change what is seen, never the document. */
export function ToneSliders({ store }: { readonly store: ViewerStore }) {
  const tone = useStore(store, state => state.tone);
  const { setTone } = store.getState();
  return (
    <div className={styles.tones}>
      {sliders.map(({ name, label }) => (
        <label key={name} className={styles.tone}>
          <span>{label}</span>
          <input
            type="range"
            min={40}
            max={250}
            step={5}
            value={Math.round(tone[name] * 100)}
            aria-valuetext={`${Math.round(tone[name] * 100)} percent`}
            onChange={event => setTone({ ...tone, [name]: Number(event.target.value) / 100 })}
          />
          <output>{Math.round(tone[name] * 100)} %</output>
        </label>
      ))}
      <Button variant="quiet" onClick={() => setTone(plainTone)}>
        As in the original
      </Button>
    </div>
  );
}
