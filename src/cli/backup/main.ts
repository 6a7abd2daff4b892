import { runCommand, thisProcess } from '../command.js';
import { backup } from './backup.js';

// Nobody else reads what it writes.
process.umask(0o077);
const world = thisProcess();
process.exitCode = await runCommand('backup', world, () => backup(process.argv.slice(2), world));
