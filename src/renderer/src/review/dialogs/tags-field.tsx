import { X } from 'lucide-react';
import { TextField } from '../../ui/index.ts';
import styles from './dialogs.module.css';
import { mostTagLetters, withTag } from './tags.ts';

interface TagsFieldProps {
  readonly tags: readonly string[];
  /** What is typed and not yet added. */
  readonly word: string;
  readonly inUse: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly onWord: (word: string) => void;
}

/** Free words; those in use elsewhere are offered. */
export function TagsField({ tags, word, inUse, onChange, onWord }: TagsFieldProps) {
  const offered = inUse.filter(tag => !tags.includes(tag)).slice(0, 8);
  const add = (tag: string) => {
    const next = withTag(tags, tag);
    if (next !== tags) onChange(next);
    onWord('');
  };
  return (
    <div className={styles.tags}>
      <TextField
        label="Tags"
        hint="Enter adds a tag. Optional."
        value={word}
        maxLength={mostTagLetters}
        onChange={event => onWord(event.target.value)}
        onBlur={() => add(word)}
        onKeyDown={event => {
          if ((event.key !== 'Enter' && event.key !== ',') || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add(word);
        }}
      />
      <div className={styles.tagList}>
        {tags.map(tag => (
          <button
            key={tag}
            type="button"
            aria-label={`Take out the tag ${tag}`}
            className={styles.tagOn}
            onClick={() => onChange(tags.filter(other => other !== tag))}
          >
            <bdi>{tag}</bdi>
            <X aria-hidden="true" />
          </button>
        ))}
        {offered.map(tag => (
          <button
            key={tag}
            type="button"
            aria-label={`Add the tag ${tag}`}
            className={styles.tagOff}
            onClick={() => add(tag)}
          >
            + <bdi>{tag}</bdi>
          </button>
        ))}
      </div>
    </div>
  );
}
