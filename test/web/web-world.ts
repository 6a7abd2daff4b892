import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Role } from '../../src/domain/caller.js';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { startTestRoundtrip, type RoundtripOptions, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { CHROMIUM_FLAGS, findChromium } from './find-browser.mjs';
import { WatchedPage } from './watched-page.js';

export interface Account {
  readonly sellerId: string;
  readonly token: string;
}

export interface Tool {
  readonly callbackSecret: string;
}

export type OpenOptions = Pick<BrowserContextOptions, 'colorScheme' | 'viewport' | 'reducedMotion'>;

/**
 * What the browser tests of a file share: a real server that serves the built pages, a real HTTPS seller whose answers the test
 * decides, and a browser. After each test its tabs are closed, and the test fails if one did what no page of ours may.
 */
export class WebWorld {
  authority!: LocalAuthority;
  seller!: ScriptedSeller;
  roundtrip!: TestRoundtrip;
  browser!: Browser;
  private readonly opened: { readonly context: BrowserContext; readonly watched: WatchedPage }[] = [];

  /** Begins before the first test of the file that calls it, and ends after the last. */
  static create(options: RoundtripOptions = {}): WebWorld {
    const world = new WebWorld();
    beforeAll(() => world.start(options));
    afterEach(() => world.closePages());
    afterAll(() => world.stop());
    return world;
  }

  get url(): string {
    return this.roundtrip.url;
  }

  /** A tab with nobody signed in, in a profile of its own. */
  async open(options: OpenOptions = {}): Promise<WatchedPage> {
    const context = await this.browser.newContext({ baseURL: this.url, ...options });
    const watched = await WatchedPage.open(context, this.url);
    this.opened.push({ context, watched });
    return watched;
  }

  /** A tab at an address, with the first admin or whoever has the token signed in. */
  async openAs(
    path: string,
    { token, ...options }: OpenOptions & { readonly token?: string } = {},
  ): Promise<WatchedPage> {
    const watched = await this.open(options);
    await watched.page.goto(path);
    await this.signIn(watched.page, token);
    return watched;
  }

  /** On a tab that shows the sign-in. Ends once the page shows something else. */
  async signIn(page: Page, token = this.roundtrip.adminToken): Promise<void> {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('main#content').waitFor();
  }

  /** Calls the API as the first admin, or with another token; throws unless the answer is a good one. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
  async api(method: string, path: string, body?: unknown, token?: string): Promise<any> {
    const answer = await this.roundtrip.call(method, path, body, token === undefined ? {} : { token });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async newToken(role: Exclude<Role, 'seller'>): Promise<string> {
    return (await this.api('POST', '/v1/tokens', { name: `the ${role}`, role })).token as string;
  }

  async newSeller(name = 'Ada'): Promise<Account> {
    const { seller_id, token } = await this.api('POST', '/v1/sellers', { name });
    return { sellerId: seller_id as string, token: token as string };
  }

  /** As a tool's seller, with the secret of its callbacks. */
  async callBack(secret: string, body: object): Promise<void> {
    const headers = { 'x-callback-secret': secret };
    const answer = await this.roundtrip.call('POST', '/api/orders/callback', body, { token: null, headers });
    if (answer.status >= 300) throw new Error(`The callback was answered ${answer.status}: ${answer.text}`);
  }

  /** A tool at our seller's `/{shortId}/job`, with its orders' status at `/{shortId}/status/{order_id}`; fields on top of these. */
  async newTool(shortId: string, { sellerId }: Account, fields: object = {}): Promise<Tool> {
    const body = {
      ...{ seller_id: sellerId, short_id: shortId, name: shortId, auth_headers: { 'x-key': `the key of ${shortId}` } },
      job_url: this.seller.url(`/${shortId}/job`),
      status_url: this.seller.url(`/${shortId}/status/{order_id}`),
      ...fields,
    };
    return { callbackSecret: (await this.api('POST', '/v1/tools', body)).callback_secret as string };
  }

  async place(shortId: string, inputs: object = {}, fields: object = {}): Promise<string> {
    return (await this.api('POST', '/v1/orders', { short_id: shortId, inputs, ...fields })).order_id as string;
  }

  async becomes(orderId: string, status: string): Promise<void> {
    await eventually(async () => (await this.api('GET', `/v1/orders/${orderId}`)).status === status);
  }

  private async start(options: RoundtripOptions): Promise<void> {
    this.authority = await createAuthority();
    this.seller = await startSeller(this.authority);
    this.roundtrip = await startTestRoundtrip({ authority: this.authority, ...options });
    this.browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  }

  private async closePages(): Promise<void> {
    const opened = this.opened.splice(0);
    for (const { context } of opened) await context.close();
    const problems = opened.flatMap(({ watched }) => watched.problems);
    if (problems.length > 0) throw new Error(`A page did what it may not:\n${problems.join('\n')}`);
  }

  private async stop(): Promise<void> {
    await this.browser?.close();
    await this.roundtrip?.stop();
    await this.seller?.close();
    this.roundtrip?.folder.remove();
  }
}
