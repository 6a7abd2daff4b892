/** Something that a signal can end. */
export interface Abortable {
  abort(): void;
}

/**
 * One listener per signal, whatever the number of calls under it. Hundreds of calls share the signal that stops the
 * engine; a listener for each would bring Node's leak warning and a linear search at every end.
 */
export class AbortWatch {
  private readonly watched = new WeakMap<AbortSignal, Set<Abortable>>();

  add(signal: AbortSignal, call: Abortable): void {
    const known = this.watched.get(signal);
    if (known) known.add(call);
    else this.listen(signal, new Set([call]));
  }

  remove(signal: AbortSignal, call: Abortable): void {
    this.watched.get(signal)?.delete(call);
  }

  private listen(signal: AbortSignal, calls: Set<Abortable>): void {
    this.watched.set(signal, calls);
    signal.addEventListener('abort', () => {
      for (const call of calls) call.abort();
    });
  }
}
