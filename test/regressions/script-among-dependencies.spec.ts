import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

/**
 * `npm run examples` was written down among the dependencies, one line too low. npm took it for a folder that is named like a command,
 * made a link to nowhere, changed the lock file with every install, and said nothing; and there was no such script.
 */
const dependencies = ['dependencies', 'devDependencies'] as const;
type Manifest = Readonly<Record<(typeof dependencies)[number], Readonly<Record<string, string>>>>;

it.each(dependencies)('every one of the %s is pinned to one version', (kind) => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const loose = Object.entries(manifest[kind]).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});
