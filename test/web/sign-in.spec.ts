import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { WebWorld } from './web-world.js';

const world = WebWorld.create();

const links = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts();
const onSignIn = (page: Page) => page.getByRole('button', { name: 'Sign in' }).waitFor();

describe('signing in', () => {
  it.each(['admin', 'operator', 'viewer'] as const)('lets the role %s in to every page', async (role) => {
    const { page } = await world.openAs('/', { token: await world.newToken(role) });
    expect(new URL(page.url()).pathname).toBe('/orders');
    expect(await links(page)).toEqual(
      expect.arrayContaining(['Orders', 'Needs attention', 'Sellers', 'Tools', 'System']),
    );
    await page.getByText(`the ${role} · ${role}`).waitFor();
  });

  it('lets a seller in, and shows it nothing of the system', async () => {
    const { token } = await world.newSeller();
    const { page } = await world.openAs('/', { token });
    expect(await links(page)).not.toContain('System');
    await page.getByText('· seller').waitFor();
  });

  it('refuses a token of a marketplace, and one that is wrong, in a sentence', async () => {
    const marketplace = await world.newToken('marketplace');
    for (const token of [marketplace, 'rt_wrong_0123456789012345678901234567890123456789']) {
      const { page } = (await world.open()).allow(/^\/v1\/session 40[13]/);
      await page.goto('/');
      await page.getByLabel('Token').fill(token);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const said = await page.getByRole('alert').innerText();
      expect(said).toMatch(/[a-z ]{20,}/i);
      expect(said).not.toContain(token);
      expect(await page.getByLabel('Token').inputValue()).toBe(token);
    }
  });

  it('keeps the token nowhere, and the session where no script reads it', async () => {
    const { page } = await world.openAs('/');
    const seen = await page.evaluate<string>(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href])',
    );
    expect(seen).not.toContain(world.roundtrip.adminToken);
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
    expect(seen).not.toContain(cookies[0]!.value);
  });

  it('ends by signing out: the way back shows nothing any more', async () => {
    const { page } = await world.openAs('/');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await onSignIn(page);
    await page.goto('/orders');
    await onSignIn(page);
  });

  it('says that the session is over when it ends at work, and brings one back', async () => {
    const { page } = (await world.openAs('/system')).allow(/^\/v1\/\S+ 401/);
    await page.getByRole('heading', { level: 1, name: 'System' }).waitFor();
    await page.context().clearCookies();
    await page.getByText('You were signed out: the session is over.').waitFor();
    await world.signIn(page);
    await page.waitForURL('**/system');
    await page.getByRole('heading', { level: 1, name: 'System' }).waitFor();
  });

  it('brings one back to where one was when the page is loaded anew after the end', async () => {
    const watched = await world.openAs('/orders?status=failed');
    const { page } = watched.allow(/^\/v1\/\S+ 401/);
    await page.context().clearCookies();
    await page.reload();
    await onSignIn(page);
    await world.signIn(page);
    await page.waitForURL('**/orders?status=failed');
  });

  it('ends in every tab', async () => {
    const { page } = await world.openAs('/system');
    const other = await page.context().newPage();
    await other.goto(`${world.url}/orders`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await onSignIn(other);
    await onSignIn(page);
  });

  it('shows a page that was not open yet while the server is away, and says that it is', async () => {
    const { page } = (await world.openAs('/orders')).allow(/ERR_|Failed|\/v1\//);
    await page.waitForResponse(/\/assets\/system-page/);
    await page.context().route('**/*', (route) => route.abort());
    await page.getByRole('link', { name: 'Tools', exact: true }).click();
    await page.getByText('The server did not answer').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/tools');
  });

  it('leads to no other host, whatever the address says', async () => {
    const { page } = await world.openAs('/sign-in?to=https://evil.example/');
    expect(page.url()).toBe(`${world.url}/orders`);
    const other = await world.openAs('/sign-in?to=//evil.example/');
    expect(other.page.url()).toBe(`${world.url}/orders`);
  });

  it('still writes after the page was loaded anew', async () => {
    const { page } = await world.openAs('/system');
    await page.reload();
    await page.getByRole('button', { name: 'Sweep now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sweep', exact: true }).click();
    await page.getByText('The sweep is opened: 0 checks are due now.').waitFor();
  });

  it('writes nothing for another site that knows the cookie alone', async () => {
    const { page } = (await world.openAs('/')).allow(/^\/v1\/sweeps 403/);
    const status = await page.evaluate<number>(
      `fetch('/v1/sweeps', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }).then((a) => a.status)`,
    );
    expect(status).toBe(403);
  });

  it('has a menu on a phone, which Tab does not go into while it is closed', async () => {
    const { page } = await world.openAs('/', { viewport: { width: 360, height: 740 } });
    const menu = page.getByRole('button', { name: 'Open the menu' });
    await menu.focus();
    const reached = new Set<string>();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>("document.activeElement?.closest('nav') ? 'menu' : 'elsewhere'"));
    }
    expect([...reached]).toEqual(['elsewhere']);
    await menu.click();
    await page.getByRole('link', { name: 'Tools', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Tools' }).waitFor();
    await menu.waitFor();
  });
});
