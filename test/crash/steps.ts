/** Everything that shows from outside that work goes on: a request at the seller, an answer, an event, a 202. */
export class Steps {
  private count = 0;
  private awaited: { readonly at: number; readonly reached: () => void } | null = null;

  take(): void {
    this.count += 1;
    if (!this.awaited || this.count < this.awaited.at) return;
    this.awaited.reached();
    this.awaited = null;
  }

  /** Kept in the very moment of the n-th step from now, or after `withinMs` where there are not so many. */
  async next(n: number, withinMs: number): Promise<void> {
    const over = new AbortController();
    await new Promise<void>((resolve) => {
      this.awaited = { at: this.count + n, reached: resolve };
      const timer = setTimeout(resolve, withinMs);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    over.abort();
    this.awaited = null;
  }
}
