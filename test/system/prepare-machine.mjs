// @ts-check
/**
 * What `npm run test:system` does before its first test, as jest's globalSetup: jest loads that file by itself, without the rules for
 * our TypeScript, so it is plain JavaScript. It throws one sentence where the tests cannot run here: nothing is skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { processMark, removeLeftovers } from './leftovers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

export default function prepareMachine() {
  if (process.platform !== 'linux')
    throw new Error(`npm run test:system makes network namespaces, which only Linux has; this is ${process.platform}.`);
  if (process.getuid?.() !== 0)
    throw new Error('npm run test:system makes network namespaces and needs root; run it as root, or with sudo.');
  if (!existsSync(`${root}dist/main.js`))
    throw new Error(
      'npm run test:system tests the built server, and dist/main.js is missing; run npm run build first.',
    );
  installPackages();
  tryNamespaces();
  for (const name of removeLeftovers()) say(`removed ${name}, left over by an earlier run`);
}

/** Installs what `.ci/packages` names and this machine lacks. */
function installPackages() {
  const wanted = readFileSync(`${root}.ci/packages`, 'utf8').split('\n');
  const missing = wanted.map((line) => line.replace(/#.*/, '').trim()).filter((name) => name && !isInstalled(name));
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

/** Root in a container may still be forbidden to. */
function tryNamespaces() {
  const name = `roundtrip-${processMark(process.pid)}-trial`;
  const tried = [
    ['netns', 'add', name],
    ['-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'two'],
    ['-n', name, 'address', 'add', 'fd00::1/64', 'dev', 'one'],
  ].map((args) => run('ip', args));
  run('ip', ['netns', 'delete', name]);
  const failed = tried.find((one) => one.status !== 0);
  if (failed) throw new Error(`This machine does not let root make network namespaces with IPv6:\n${failed.said}`);
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env });
  return { status, said: error ? error.message : (stdout + stderr).trim() };
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`[system] ${line}\n`);
}
