import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowOrder, type Browser, type Followed } from './follow-order.ts';

type Answer = { readonly status: number; readonly body?: object } | 'none';

/** Stands for the browser: time moves when told to, streams open and break when told to. */
class FakeBrowser implements Browser {
  readonly asked: { url: string; at: number }[] = [];
  readonly streams: FakeStream[] = [];
  answer: Answer = { status: 200, body: { status: 'processing' } };
  private time = 0;
  private next = 1;
  private readonly timers = new Map<number, { at: number; act: () => void }>();

  fetch = async (url: string): Promise<Response> => {
    this.asked.push({ url, at: this.time });
    if (this.answer === 'none') throw new TypeError('Failed to fetch');
    const { status, body = {} } = this.answer;
    return new Response(JSON.stringify(body), { status });
  };
  openStream = (url: string): EventSource => {
    const stream = new FakeStream(url);
    this.streams.push(stream);
    return stream as unknown as EventSource;
  };
  setTimeout = (act: () => void, ms: number): unknown => {
    this.timers.set(this.next, { at: this.time + ms, act });
    return this.next++;
  };
  clearTimeout = (timer: unknown): void => void this.timers.delete(timer as number);
  now = (): number => this.time;

  async pass(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      await settled();
      const [first] = [...this.timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at);
      if (!first) break;
      this.timers.delete(first[0]);
      this.time = first[1].at;
      first[1].act();
    }
    this.time = until;
  }
}

class FakeStream {
  readyState = 0;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;
  private readonly listeners = new Map<string, () => void>();
  constructor(readonly url: string) {}
  addEventListener = (type: string, listener: () => void): void => void this.listeners.set(type, listener);
  close = (): void => void (this.readyState = 2);
  opens(): void {
    this.readyState = 1;
    this.onopen();
  }
  breaks(readyState: 0 | 2 = 0): void {
    this.readyState = readyState;
    this.onerror();
  }
  brings(type: string): void {
    this.listeners.get(type)?.();
  }
}

/** Promises that wait for nothing but each other are through after a turn of the event loop. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('following an order', () => {
  let browser: FakeBrowser;
  let seen: Followed;
  let follow: FollowOrder;

  beforeEach(async () => {
    browser = new FakeBrowser();
    follow = new FollowOrder({ orderId: 'a/b', token: 't&t' }, (state) => (seen = state), browser);
    follow.start();
    await browser.pass(0);
  });
  afterEach(() => follow.stop());

  it('reads it at once and listens, with the token of its link', () => {
    expect(browser.asked.map(({ url }) => url)).toEqual(['/v1/orders/a%2Fb?t=t%26t']);
    expect(browser.streams.map(({ url }) => url)).toEqual(['/v1/orders/a%2Fb/stream?t=t%26t']);
    expect(seen).toEqual({ order: { status: 'processing' }, gone: false, lost: false });
  });

  it('reads it after each event, once a second at most', async () => {
    browser.streams[0]!.opens();
    await browser.pass(5_000);
    const before = browser.asked.length;
    for (let i = 0; i < 20; i++) browser.streams[0]!.brings('progress');
    await browser.pass(0);
    expect(browser.asked.length).toBe(before + 1);
    for (let i = 0; i < 20; i++) browser.streams[0]!.brings('status');
    await browser.pass(999);
    expect(browser.asked.length).toBe(before + 1);
    browser.answer = { status: 200, body: { status: 'completed' } };
    await browser.pass(1);
    expect(browser.asked.length).toBe(before + 2);
    expect(seen.order?.status).toBe('completed');
  });

  it('goes on listening after the end: a late result may still be accepted', async () => {
    browser.streams[0]!.opens();
    browser.answer = { status: 200, body: { status: 'failed' } };
    browser.streams[0]!.brings('status');
    await browser.pass(10 * 60_000);
    expect(seen.order?.status).toBe('failed');
    browser.answer = { status: 200, body: { status: 'completed' } };
    browser.streams[0]!.brings('status');
    await browser.pass(1_000);
    expect(seen.order?.status).toBe('completed');
  });

  it('says that the connection is lost, reads every ten seconds, and says nothing once it is back', async () => {
    browser.streams[0]!.opens();
    await browser.pass(2_000);
    browser.streams[0]!.breaks();
    expect(seen).toMatchObject({ lost: true, order: { status: 'processing' } });
    const before = browser.asked.length;
    await browser.pass(30_000);
    expect(browser.asked.length).toBe(before + 3);
    expect(seen.lost).toBe(true);
    browser.streams[0]!.opens();
    await browser.pass(1_000);
    expect(seen.lost).toBe(false);
  });

  it('opens another stream where the browser gave up the first', async () => {
    browser.streams[0]!.breaks(2);
    await browser.pass(10_000);
    expect(browser.streams).toHaveLength(2);
    browser.streams[0]!.onerror();
    browser.streams[1]!.opens();
    await browser.pass(1_000);
    expect(seen.lost).toBe(false);
  });

  it('keeps what it has while the server does not answer, or answers that it cannot', async () => {
    browser.streams[0]!.opens();
    for (const answer of ['none', { status: 503 }, { status: 429 }] as const) {
      browser.answer = answer;
      browser.streams[0]!.brings('status');
      await browser.pass(1_000);
      expect(seen).toMatchObject({ lost: true, gone: false, order: { status: 'processing' } });
    }
    browser.answer = { status: 200, body: { status: 'completed' } };
    await browser.pass(10_000);
    expect(seen).toMatchObject({ lost: false, order: { status: 'completed' } });
  });

  it.each([404, 401, 400])('shows nothing more once the link is over (%d), and asks no more', async (status) => {
    browser.streams[0]!.opens();
    browser.answer = { status };
    browser.streams[0]!.brings('status');
    await browser.pass(1_000);
    expect(seen).toEqual({ order: null, gone: true, lost: false });
    const asked = browser.asked.length;
    follow.start();
    await browser.pass(120_000);
    expect(browser.asked.length).toBe(asked);
    expect(browser.streams.at(-1)!.readyState).toBe(2);
  });

  it('holds no connection while nobody sees it, and reads anew when somebody does', async () => {
    browser.streams[0]!.opens();
    follow.stop();
    const before = browser.asked.length;
    await browser.pass(600_000);
    expect(browser.asked.length).toBe(before);
    expect(browser.streams[0]!.readyState).toBe(2);
    follow.start();
    await browser.pass(0);
    expect(browser.asked.length).toBe(before + 1);
    expect(browser.streams).toHaveLength(2);
  });
});
