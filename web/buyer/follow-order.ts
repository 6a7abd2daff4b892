import { addressOf, type BuyerOrder, type Link } from './order.ts';

export interface Followed {
  /** As last read; null before the first answer. */
  readonly order: BuyerOrder | null;
  /** The link is wrong, over or withdrawn: which of these is not told. */
  readonly gone: boolean;
  /** Nothing comes in: what is shown may be old. */
  readonly lost: boolean;
}

/** What it needs of the browser. */
export interface Browser {
  fetch(url: string, init: RequestInit): Promise<Response>;
  openStream(url: string): EventSource;
  setTimeout(act: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  now(): number;
}

/** While events come in it is read now and then all the same: the estimate moves on without one. */
const CALM_MS = 60_000;
const LOST_MS = 10_000;
/** Events come in bursts; the first is shown at once. */
const APART_MS = 1_000;
const CALL_LIMIT_MS = 20_000;

/**
 * One order for as long as the page is open, also after its end: a late result may be accepted, and a failed one tried again. It
 * listens to the order's events and reads the order after each; while there is no stream it reads every ten seconds.
 */
export class FollowOrder {
  private state: Followed = { order: null, gone: false, lost: false };
  private source: EventSource | null = null;
  private timer: unknown = undefined;
  private lastRead = Number.NEGATIVE_INFINITY;
  private reading = false;
  private again = false;
  private following = false;

  constructor(
    private readonly link: Link,
    private readonly changed: (state: Followed) => void,
    private readonly browser: Browser,
  ) {}

  start(): void {
    if (this.following || this.state.gone) return;
    this.following = true;
    this.listen();
    void this.read();
  }

  /** Until the next start: a page that nobody sees holds no connection, of which a browser has six to a host. */
  stop(): void {
    this.following = false;
    this.source?.close();
    this.source = null;
    this.browser.clearTimeout(this.timer);
  }

  private listen(): void {
    const source = this.browser.openStream(addressOf(this.link, '/stream'));
    this.source = source;
    source.onopen = () => this.readSoon();
    source.onerror = () => {
      if (this.source !== source) return;
      this.tell({ lost: true });
      this.readIn(LOST_MS);
    };
    for (const type of ['status', 'progress']) source.addEventListener(type, () => this.readSoon());
  }

  private readSoon(): void {
    if (this.reading) this.again = true;
    else this.readIn(Math.max(0, this.lastRead + APART_MS - this.browser.now()));
  }

  private readIn(ms: number): void {
    this.browser.clearTimeout(this.timer);
    if (this.following) this.timer = this.browser.setTimeout(() => void this.read(), ms);
  }

  private async read(): Promise<void> {
    if (this.reading) return void (this.again = true);
    this.reading = true;
    this.again = false;
    this.lastRead = this.browser.now();
    const answer = await this.ask();
    this.reading = false;
    if (!this.following) return;
    if (answer === 'gone') return this.end();
    if (answer !== 'nothing') this.tell({ order: answer, lost: !this.isListening });
    else this.tell({ lost: true });
    // Refused for good (a server that restarts answers 503): the browser does not try again by itself.
    if (this.source?.readyState === CLOSED) this.listen();
    if (this.again) this.readSoon();
    else this.readIn(answer === 'nothing' || !this.isListening ? LOST_MS : CALM_MS);
  }

  /** Also while the first connection is being made: nothing was lost yet. */
  private get isListening(): boolean {
    return this.source?.readyState === OPEN || (this.source?.readyState === CONNECTING && !this.state.lost);
  }

  private async ask(): Promise<BuyerOrder | 'gone' | 'nothing'> {
    try {
      const signal = AbortSignal.timeout(CALL_LIMIT_MS);
      const answer = await this.browser.fetch(addressOf(this.link), { signal, cache: 'no-store', credentials: 'omit' });
      // 400: what stands in the address was never one of ours.
      if ([400, 401, 403, 404, 410].includes(answer.status)) return 'gone';
      return answer.ok ? ((await answer.json()) as BuyerOrder) : 'nothing';
    } catch {
      return 'nothing';
    }
  }

  private end(): void {
    this.stop();
    this.tell({ order: null, gone: true, lost: false });
  }

  private tell(change: Partial<Followed>): void {
    this.state = { ...this.state, ...change };
    this.changed(this.state);
  }
}

/** EventSource.readyState (WHATWG HTML, section 9.2.2). */
const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;
