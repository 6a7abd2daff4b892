// @ts-check
/**
 * What `npm run test:system` does before its first test, as jest's globalSetup: jest loads that file by itself, without the rules for
 * our TypeScript, so it is plain JavaScript. It throws one sentence where the tests cannot run here: nothing is skipped.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages, run } from '../support/debian-packages.mjs';
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
  installPackages(say);
  tryNamespaces();
  for (const name of removeLeftovers()) say(`removed ${name}, left over by an earlier run`);
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

/** @param {string} line */
function say(line) {
  process.stderr.write(`[system] ${line}\n`);
}
