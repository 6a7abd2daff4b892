/**
 * Prints docs/settings.md. With `--check [file]` it compares instead, and exits 1 where the file differs.
 * Run from the project's folder: `node dist/src/settings/print-settings.js > docs/settings.md`.
 */
import { readFileSync } from 'node:fs';
import { settingsPage } from './settings-page.js';

const [option, file = 'docs/settings.md'] = process.argv.slice(2);

if (option === '--check') check(file);
else process.stdout.write(settingsPage());

function check(path: string): void {
  if (read(path) === settingsPage()) return;
  process.stderr.write(`${path} is not what src/settings/ says: node dist/src/settings/print-settings.js > ${path}\n`);
  process.exitCode = 1;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
