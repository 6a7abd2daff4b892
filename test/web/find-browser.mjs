// @ts-check
import { existsSync } from 'node:fs';

/** What Debian's Chromium is started with: without a sandbox as root, and without asking anything of the network by itself. */
export const CHROMIUM_FLAGS = Object.freeze([
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  ...['--disable-sync', '--no-first-run'],
]);

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Where a Chromium is: `CHROMIUM`, else where Debian and others put it. Throws a sentence where there is none.
 * @returns {string}
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  const found = named === undefined ? PLACES.find((path) => existsSync(path)) : named;
  if (found === undefined || !existsSync(found))
    throw new Error('There is no Chromium: install it (Debian: apt-get install chromium), or name one in CHROMIUM.');
  return found;
}
