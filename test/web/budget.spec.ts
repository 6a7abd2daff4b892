import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { WEB_FOLDER } from '../../src/composition/own-package.js';
import { WebWorld } from './web-world.js';

const world = WebWorld.create();

/** Bytes, gzipped. */
const OPERATORS_SCRIPTS = 350_000;
const BUYERS_SCRIPTS = 80_000;
/** The chunk that is the buyer's page itself: no page of the operator loads it. */
const BUYERS_OWN = 'buyer-';
const PAGES = ['/orders', '/attention', '/sellers', '/tools', '/new-tool', '/system'];

const assets = readdirSync(`${WEB_FOLDER}assets`);

async function assetOf(name: string) {
  const answer = await fetch(`${world.url}/assets/${name}`, { headers: { 'accept-encoding': 'gzip' } });
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const isScript = (response: Response) => response.headers()['content-type']?.startsWith('text/javascript') ?? false;
const sent = async (response: Response) => Number(await response.headerValue('content-length'));

describe('what a browser loads of the pages', () => {
  it('is at most 350 KB of JavaScript for an operator who opens every page', async () => {
    const scripts = assets.filter((name) => name.endsWith('.js') && !name.startsWith(BUYERS_OWN));
    expect(scripts.length).toBeGreaterThan(5);
    const sizes = await Promise.all(
      scripts.map(async (name) => gzipSync((await assetOf(name)).bytes, { level: 9 }).length),
    );
    const all = sizes.reduce((sum, size) => sum + size, 0);
    process.stderr.write(`[web] JavaScript of all the operator's pages: ${all} bytes gzipped\n`);
    expect(all).toBeLessThanOrEqual(OPERATORS_SCRIPTS);
  });

  it('is at most 80 KB of JavaScript for a buyer, and nothing of the operator’s page', async () => {
    const { page } = (await world.open()).allow(/^\/v1\/orders\/x\S* 40\d/);
    const loaded: Response[] = [];
    page.on('response', (response) => void loaded.push(response));
    await page.goto('/o/x?t=y');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const scripts = loaded.filter(isScript);
    const sizes = await Promise.all(scripts.map(sent));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    process.stderr.write(`[web] JavaScript of the buyer's page: ${all} bytes gzipped\n`);
    expect(scripts.map((script) => script.headers()['content-encoding'])).toEqual(scripts.map(() => 'gzip'));
    expect(all).toBeGreaterThan(40_000);
    expect(all).toBeLessThanOrEqual(BUYERS_SCRIPTS);
  });

  it.each(assets)('%s comes gzipped where that helps, to be kept for a year', async (name) => {
    const { headers, bytes } = await assetOf(name);
    // A chunk of a line or two grows by it.
    const isSmaller = gzipSync(bytes, { level: 9 }).length < bytes.length;
    expect(headers.get('content-encoding')).toBe(isSmaller ? 'gzip' : null);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['/', '/orders', '/sign-in', '/system', '/o/x'])('%s lets nothing run that is not ours', async (path) => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await fetch(world.url + path)).headers.get('content-security-policy') ?? ''),
    );
    for (const policy of policies) {
      expect(policy).toMatch(/default-src 'none'/);
      expect(policy).toMatch(/script-src 'self';/);
      expect(policy).not.toMatch(/unsafe|https?:|\*|script-src[^;]*data:/);
    }
    // A nonce that is known beforehand is none.
    expect(policies[0]).not.toBe(policies[1]);
  });

  it('all comes from this very host, on every page', async () => {
    const { page } = (await world.openAs('/')).allow(/^\/v1\/orders\/x\S* 40\d/);
    for (const path of PAGES) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('load');
    }
    await page.goto('/o/x?t=y');
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
});
