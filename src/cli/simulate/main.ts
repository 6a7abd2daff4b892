import { readFileSync } from 'node:fs';
import { simulate } from './simulate.js';

process.exitCode = simulate(process.argv.slice(2), {
  read: (path) => readFileSync(path, 'utf8'),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  inColour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
});
