import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformFile } from '@swc/core';
import type { TempFolder } from '../support/temp-folder.js';

/**
 * Compiles files and folders of the project as they are now into a folder, at the same places, so that plain `node` can run
 * them in a process of its own: what a test kills is today's code, whatever was built last.
 */
export async function compileInto(folder: TempFolder, sources: readonly string[]): Promise<void> {
  symlinkSync(resolve('node_modules'), folder.join('node_modules'));
  writeFileSync(folder.join('package.json'), '{ "type": "module" }');
  for (const source of sources.flatMap(filesOf)) {
    const target = folder.join(source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, (await transformFile(source)).code);
  }
}

function filesOf(source: string): string[] {
  if (statSync(source).isFile()) return [source];
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(?<!\.spec)\.ts$/.test(name)).map((name) => join(source, name));
}
