import { config } from 'zod';

// The app's Content-Security-Policy forbids eval; without this zod probes for it and a violation is reported.
config({ jitless: true });

export { z } from 'zod';
