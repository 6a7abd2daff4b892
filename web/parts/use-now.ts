import { useSyncExternalStore } from 'react';

const hearers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

/** The time, moved on once a second for all that show one: a hundred rows have one timer, and all say the same. */
export function useNow(): number {
  return useSyncExternalStore(hear, () => now);
}

function hear(changed: () => void): () => void {
  hearers.add(changed);
  timer ??= setInterval(tick, 1_000);
  return () => {
    hearers.delete(changed);
    if (hearers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const changed of hearers) changed();
}
