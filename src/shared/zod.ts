import { config } from 'zod';

// The window's Content-Security-Policy forbids eval; without this zod probes for it and a violation is reported.
// Elsewhere its compiled checks take a third of the time, which the first copy of 100,000 cases is made of.
config({ jitless: 'document' in globalThis || 'WorkerGlobalScope' in globalThis });

export { z } from 'zod';
