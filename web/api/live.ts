import type { OrderEvent } from './client.ts';

/** What the tabs tell each other: an event of the stream, or how the stream is. */
type News = { readonly kind: 'event'; readonly event: OrderEvent } | { readonly kind: 'state'; readonly live: boolean };
type Hear = (news: News) => void;

const TYPES = ['status', 'progress', 'note'];
const TRY_AGAIN_MS = 5_000;

/**
 * Every order's events as they happen (`GET /v1/orders/stream`), once for all tabs of this browser: over HTTP/1.1 a browser has six
 * connections to a host, and six tabs with a stream each would have none left. The tab that holds the lock listens and tells
 * the others; when it goes, another takes over. Where the browser has no locks (plain http beyond localhost) each tab has its own.
 */
export class LiveStream {
  private readonly hearers = new Set<Hear>();
  private readonly tabs = new BroadcastChannel('roundtrip-live');
  private readonly gone = new AbortController();
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private live = false;

  constructor() {
    this.tabs.onmessage = ({ data }: MessageEvent<News | 'who'>) => {
      if (data !== 'who') this.tell(data);
      else if (this.source) this.tabs.postMessage({ kind: 'state', live: this.live } satisfies News);
    };
    this.tabs.postMessage('who');
    if ('locks' in navigator) this.takeTurns();
    else this.open();
  }

  private takeTurns(): void {
    const hold = () => new Promise<void>((end) => this.gone.signal.addEventListener('abort', () => end()));
    void navigator.locks
      .request('roundtrip-live', { signal: this.gone.signal }, () => {
        this.open();
        return hold();
      })
      .catch(() => undefined);
  }

  /** Whether events come in, as far as this tab knows. */
  get isLive(): boolean {
    return this.live;
  }

  /** Answers how to stop hearing. */
  hear(hear: Hear): () => void {
    this.hearers.add(hear);
    return () => void this.hearers.delete(hear);
  }

  close(): void {
    this.gone.abort();
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
    this.tabs.close();
  }

  private open(): void {
    if (this.gone.signal.aborted) return;
    const source = new EventSource('/v1/orders/stream');
    this.source = source;
    source.onopen = () => this.spread({ kind: 'state', live: true });
    source.onerror = () => {
      this.spread({ kind: 'state', live: false });
      // Closed for good: refused, or no stream. Otherwise the browser itself connects again.
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.open(), TRY_AGAIN_MS);
    };
    for (const type of TYPES)
      source.addEventListener(type, ({ data }: MessageEvent<string>) =>
        this.spread({ kind: 'event', event: JSON.parse(data) as OrderEvent }),
      );
  }

  private spread(news: News): void {
    this.tell(news);
    this.tabs.postMessage(news);
  }

  private tell(news: News): void {
    if (news.kind === 'state') this.live = news.live;
    for (const hear of this.hearers) hear(news);
  }
}
