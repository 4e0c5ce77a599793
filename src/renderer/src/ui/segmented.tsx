import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import styles from './segmented.module.css';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** Exactly one of a few, all in sight. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={next => {
        const chosen = options.find(option => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={styles.group}
    >
      {options.map(option => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.label}
          className={styles.option}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
