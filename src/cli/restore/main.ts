import { runCommand, thisProcess } from '../command.js';
import { restore } from './restore.js';

// Nobody else reads what it writes.
process.umask(0o077);
const world = thisProcess();
process.exitCode = await runCommand('restore', world, () => restore(process.argv.slice(2), world));
