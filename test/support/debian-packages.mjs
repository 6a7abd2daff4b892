// @ts-check
/**
 * The Debian packages that `npm run test:system`, `test:web` and `test:s3` need, installed before their first test. Plain JavaScript:
 * what calls it runs before there are rules for our TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LIST = new URL('../../.ci/packages', import.meta.url);

/**
 * Installs what `.ci/packages` names, or some of it, and this machine lacks; throws a sentence where it cannot.
 * @param {(line: string) => void} say
 * @param {readonly string[]} [some]
 */
export function installPackages(say, some) {
  const lines = readFileSync(LIST, 'utf8').split('\n');
  const named = lines.map((line) => line.replace(/#.*/, '').trim()).filter((name) => name);
  const wanted = some === undefined ? named : named.filter((name) => some.includes(name));
  const missing = wanted.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  say(`installing ${missing.join(' ')}`);
  // The list of packages on the machine may be missing or old; fetching it anew takes a while, so only then.
  if (install(missing).status === 0) return;
  say('fetching the list of packages first');
  const updated = run('apt-get', ['update', '-qq']);
  const installed = install(missing);
  if (installed.status === 0) return;
  const said = [installed, updated].map((one) => one.said).join('\n');
  throw new Error(`The Debian packages ${missing.join(', ')} of .ci/packages cannot be installed here:\n${said}`);
}

/** @param {string} name */
function isInstalled(name) {
  return run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).said === 'installed';
}

/** @param {string[]} names */
function install(names) {
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

/**
 * Runs a program to its end; what it said is one text. A status of null: it could not be started, or was killed.
 * @param {string} program
 * @param {string[]} args
 */
export function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env });
  return { status, said: error ? error.message : (stdout + stderr).trim() };
}
