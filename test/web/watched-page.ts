import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';
import { eventually } from '../support/eventually.js';

/** Told by the page itself, so that the console has what was refused and where. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  console.error('Policy violated: ' + violatedDirective + ' ' + blockedURI + ' at ' + sourceFile));`;

/** What a browser says by itself of an answer that is no success. */
const REFUSED = /^Failed to load resource: the server responded with a status of (\d+)/;

/**
 * A tab that notes whatever no page of ours may do: an error in the console, a script that throws, a violation of its policy, a
 * request to another host. Asking who is signed in, answered 401, is how a page learns that nobody is.
 */
export class WatchedPage {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('console', (message) => this.noteMessage(message));
    page.on('pageerror', (error) => void this.found.push(`thrown: ${error.stack ?? error.message}`));
    page.on('crash', () => void this.found.push('the tab crashed'));
  }

  static async open(context: BrowserContext, origin: string): Promise<WatchedPage> {
    const watched = new WatchedPage(await context.newPage(), origin);
    // Of the whole context: what a page opens counts as well.
    context.on('request', (request) => watched.noteRequest(request));
    await watched.page.addInitScript(TELL_VIOLATIONS);
    return watched;
  }

  /** Lets pass what the test itself brings about: `/v1/orders/x 404`, or any text of the console. */
  allow(...patterns: readonly RegExp[]): this {
    this.allowed.push(...patterns);
    return this;
  }

  /** What it did that it may not. */
  get problems(): readonly string[] {
    return this.found.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  /** Waits until an expression of the page's own is so. Playwright's `waitForFunction` would have the page evaluate text, which its policy forbids. */
  async until(expression: string): Promise<void> {
    await eventually(() => this.page.evaluate(expression), { withinMs: 30_000, every: 50 });
  }

  private noteMessage(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    const status = REFUSED.exec(message.text())?.[1];
    const { url } = message.location();
    if (status === undefined) return void this.found.push(`console: ${message.text()}`);
    const path = url.startsWith(this.origin) ? url.slice(this.origin.length) : url;
    if (path !== '/v1/session' || status !== '401') this.found.push(`${path} ${status}`);
  }

  private noteRequest(request: Request): void {
    const url = request.url();
    if (!url.startsWith(`${this.origin}/`) && !/^(?:blob|data):/.test(url)) this.found.push(`another host: ${url}`);
  }
}
