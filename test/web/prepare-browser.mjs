// @ts-check
/**
 * What `npm run test:web` does before its first test, as jest's globalSetup: jest loads that file by itself, without the rules for
 * our TypeScript, so it is plain JavaScript. It throws one sentence where the tests cannot run here: nothing is skipped.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../support/debian-packages.mjs';
import { findChromium } from './find-browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

export default function prepareBrowser() {
  if (!existsSync(`${root}dist/web/index.html`))
    throw new Error('npm run test:web tests the built pages, and dist/web is missing; run npm run build first.');
  try {
    findChromium();
  } catch (error) {
    // One that is named and is not there is a mistake, and no reason to install another.
    if (process.env.CHROMIUM !== undefined) throw error;
    installPackages(say, ['chromium']);
    findChromium();
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`[web] ${line}\n`);
}
