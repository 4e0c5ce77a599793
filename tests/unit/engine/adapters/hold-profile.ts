import { createFiles } from '../../../../src/main/engine/adapters/files.ts';

/** Holds the profile named by the first argument until it is killed. */
const lock = createFiles(process.argv[2] ?? '').lock();
if (!lock.ok) throw new Error(lock.problem.kind);
const { value: release } = lock;
process.stdout.write('held\n');
// The reference keeps the lock's connection from being collected as garbage, which would close it.
setInterval(() => void release, 60_000);
