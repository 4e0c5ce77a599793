import { EventEmitter } from 'node:events';
import { refuseUnknown } from '../limits.ts';

type ThemeSource = 'system' | 'light' | 'dark';

/** `nativeTheme`: what the program chooses is put into every page; "system" leaves it to Chromium. */
class NativeTheme extends EventEmitter {
  #source: ThemeSource = 'system';

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }

  /** For "system" the desktop's answer is known to the page only, so it is "light" here. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }

  get shouldUseHighContrastColors(): boolean {
    return false;
  }

  get shouldUseInvertedColorScheme(): boolean {
    return false;
  }

  get prefersReducedTransparency(): boolean {
    return false;
  }

  get colorScheme(): 'light' | 'dark' | undefined {
    return this.#source === 'system' ? undefined : this.#source;
  }
}

export const theme = new NativeTheme();
export const nativeTheme = refuseUnknown('nativeTheme', theme);
