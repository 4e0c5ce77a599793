/** Switches that would undo what the stand-in rests on. */
const OURS = new Set([
  'user-data-dir',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'host-resolver-rules',
  'app',
]);

/** `app.commandLine`: switches for Chromium, taken until it starts. */
export class CommandLine {
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    if (OURS.has(name)) throw new Error(`the stand-in sets --${name} itself`);
    this.#switches.set(name, value);
  }

  appendArgument(value: string): void {
    this.appendSwitch(value.replace(/^--/, ''));
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name) || process.argv.some(argument => argument.split('=')[0] === `--${name}`);
  }

  getSwitchValue(name: string): string {
    const given = process.argv.find(argument => argument.startsWith(`--${name}=`));
    return this.#switches.get(name) ?? given?.slice(name.length + 3) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  get switches(): readonly string[] {
    return [...this.#switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  }
}
