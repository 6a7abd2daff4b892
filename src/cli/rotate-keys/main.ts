import 'reflect-metadata';
import { runCommand, thisProcess } from '../command.js';
import { rotate } from './rotate.js';

const world = thisProcess();
process.exitCode = await runCommand('rotate-keys', world, () => rotate(process.argv.slice(2), world));
