export interface FlagOptions {
  readonly profile: string;
  /** Host rules in Chromium's own form; everything they don't name resolves to nothing. */
  readonly hostRules: readonly string[];
  readonly extra: readonly string[];
}

/** The command line that makes a system Chromium a quiet window host with no network and nothing on disk. */
export function chromiumFlags({ profile, hostRules, extra }: FlagOptions): readonly string[] {
  return [
    // Chromium refuses to run its sandbox as root, which is how containers and CI run it.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
    `--user-data-dir=${profile}`,
    // Off the record: pages, cookies and caches live in memory only.
    '--incognito',
    '--disk-cache-size=1',
    `--host-resolver-rules=${[...hostRules, 'MAP * ~NOTFOUND'].join(',')}`,
    '--no-proxy-server',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-breakpad',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-dev-shm-usage',
    '--deny-permission-prompts',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    // A window that is covered by another must not fall asleep: Electron's would not either in tests.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,GlobalMediaControls',
    ...extra,
  ];
}
