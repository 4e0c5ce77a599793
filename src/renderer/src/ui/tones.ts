import styles from './tones.module.css';

export type Tone = 'accent' | 'ok' | 'wait' | 'no' | 'mute';

/** The class that gives an element the colours of a tone. */
export const toneClass = (tone: Tone): string | undefined => styles[tone];
