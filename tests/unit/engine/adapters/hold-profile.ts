import { createFiles } from '../../../../src/main/engine/adapters/files.ts';

/** Holds the profile named by the first argument until it is killed. */
const lock = createFiles(process.argv[2] ?? '').lock();
if (!lock.ok) throw new Error(lock.problem.kind);
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
