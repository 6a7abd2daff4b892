import { useEffect, useState } from 'react';

/** Does `act` when asked: soon, at most every so often, once for all that asked meanwhile, and never twice at the same time. */
export class Soon {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isRunning = false;
  private isAsked = false;
  private last = 0;

  constructor(
    public act: () => void | Promise<void>,
    private readonly everyMs: number,
  ) {}

  readonly ask = (): void => {
    this.isAsked = true;
    if (this.isRunning) return;
    this.timer ??= setTimeout(() => void this.run(), Math.max(0, this.last + this.everyMs - Date.now()));
  };

  readonly stop = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isAsked = false;
  };

  private async run(): Promise<void> {
    Object.assign(this, { timer: undefined, isAsked: false, isRunning: true, last: Date.now() });
    try {
      await this.act();
    } finally {
      this.isRunning = false;
      if (this.isAsked) this.ask();
    }
  }
}

/** A way to ask for `act`, as {@link Soon} does it; what was asked for is dropped with the component. */
export function useSoon(act: () => void | Promise<void>, everyMs: number): () => void {
  const [soon] = useState(() => new Soon(act, everyMs));
  useEffect(() => void (soon.act = act));
  useEffect(() => soon.stop, [soon]);
  return soon.ask;
}
