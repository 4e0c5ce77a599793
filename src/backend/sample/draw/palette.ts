import { randomOf } from '../random.ts';

/** The colors of one country's documents. */
export interface Palette {
  /** Its place among all palettes. */
  readonly place: number;
  /** Background, from one corner to the other. */
  readonly paper: readonly [string, string, string];
  /** The two inks of the line patterns. */
  readonly lines: readonly [string, string];
  /** Headings, crest and frames. */
  readonly ink: string;
  /** Small labels. */
  readonly label: string;
}

const colors: readonly Omit<Palette, 'place'>[] = [
  {
    paper: ['#e3efec', '#f3f1e4', '#d6e6ea'],
    lines: ['#4f9a92', '#c2906a'],
    ink: '#1f5750',
    label: '#4f716c',
  },
  {
    paper: ['#f3e6e4', '#f5f1e6', '#e6e2ee'],
    lines: ['#b8667a', '#7d88b8'],
    ink: '#6d2338',
    label: '#84606a',
  },
  {
    paper: ['#e2e9f4', '#f0f2ee', '#dfe3f2'],
    lines: ['#5a7fb8', '#b59a5c'],
    ink: '#1f3d6e',
    label: '#566a8a',
  },
  {
    paper: ['#eeeadb', '#f4f3ea', '#e0ead9'],
    lines: ['#a48a45', '#6f9a6a'],
    ink: '#57481a',
    label: '#776b48',
  },
  {
    paper: ['#e6e3f1', '#f3eff2', '#dceaf0'],
    lines: ['#7a6cb4', '#5aa0ac'],
    ink: '#3a2f72',
    label: '#675f8c',
  },
  {
    paper: ['#e0eee3', '#f3f4e7', '#e9e4d6'],
    lines: ['#5a9a68', '#b88f52'],
    ink: '#22512f',
    label: '#55745d',
  },
  {
    paper: ['#f4e9dd', '#f6f3ec', '#e2ecee'],
    lines: ['#c07f4c', '#5d98a8'],
    ink: '#743c14',
    label: '#866a52',
  },
];

const palettes: readonly Palette[] = colors.map((palette, place) => ({ ...palette, place }));

/** The colors that a country's documents are printed in; always the same ones. */
export const paletteOf = (country: string): Palette => randomOf('ink', country).pick(palettes);
