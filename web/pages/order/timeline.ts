import type { Attempt, OrderEvent } from '../../api/client.ts';

/** A line of an order's journey: something that changed, a call, or where the journey is not shown in full. */
export type Step =
  | { readonly kind: 'event'; readonly key: string; readonly at: number; readonly event: OrderEvent }
  | { readonly kind: 'attempt'; readonly key: string; readonly at: number; readonly attempt: Attempt }
  | { readonly kind: 'gap'; readonly key: string; readonly at: number; readonly of: 'events' | 'attempts' };

export interface RunOfSteps {
  readonly run: number;
  readonly steps: readonly Step[];
}

export interface Journey {
  /** Oldest first, as far as they have been read. */
  readonly events: readonly OrderEvent[];
  /** Newest first, as far as they have been read. */
  readonly attempts: readonly Attempt[];
  /** Whether there are younger events, and older attempts, than those. */
  readonly moreEvents: boolean;
  readonly moreAttempts: boolean;
}

/**
 * The whole journey, oldest first, in its runs. A call stands where it began, before what it brought about, also where both bear
 * the same millisecond. A run is as long as it was the order's: an answer to an earlier run stands where it came.
 */
export function journeyOf({ events, attempts, moreEvents, moreAttempts }: Journey): RunOfSteps[] {
  const steps: Step[] = [
    ...[...attempts].reverse().map((attempt): Step => ({
      ...{ kind: 'attempt', key: attempt.attempt_id, at: Date.parse(attempt.started_at), attempt },
    })),
    ...events.map((event): Step => ({ kind: 'event', key: event.event_id, at: Date.parse(event.at), event })),
  ];
  // Stable: what bears the same time stays in the order of its own list.
  steps.sort((one, other) => one.at - other.at);
  return intoRuns(withGaps(afterTheirCalls(steps), { events, attempts, moreEvents, moreAttempts }));
}

/** Clocks of several machines differ by some milliseconds: what a call brought about never stands before it. */
function afterTheirCalls(steps: readonly Step[]): Step[] {
  const calls = new Set(steps.flatMap((step) => (step.kind === 'attempt' ? [step.key] : [])));
  const seen = new Set<string>();
  const waiting = new Map<string, Step[]>();
  const sorted: Step[] = [];
  for (const step of steps) {
    const cause = step.kind === 'event' ? step.event.cause.attempt_id : undefined;
    if (cause !== undefined && calls.has(cause) && !seen.has(cause)) {
      waiting.set(cause, [...(waiting.get(cause) ?? []), step]);
      continue;
    }
    sorted.push(step);
    if (step.kind !== 'attempt') continue;
    seen.add(step.key);
    sorted.push(...(waiting.get(step.key) ?? []));
  }
  return sorted;
}

/** Attempts are missing before the oldest that is known, events after the youngest. */
function withGaps(steps: readonly Step[], journey: Journey): Step[] {
  const all = [...steps];
  if (journey.moreEvents) {
    const last = all.findLastIndex(({ kind }) => kind === 'event');
    all.splice(last + 1, 0, { kind: 'gap', key: 'events', at: all[last]?.at ?? 0, of: 'events' });
  }
  if (journey.moreAttempts) {
    const first = all.findIndex(({ kind }) => kind === 'attempt');
    const place = first === -1 ? all.length : first;
    all.splice(place, 0, { kind: 'gap', key: 'attempts', at: all[place]?.at ?? 0, of: 'attempts' });
  }
  return all;
}

function intoRuns(steps: readonly Step[]): RunOfSteps[] {
  const runs: { run: number; steps: Step[] }[] = [];
  for (const step of steps) {
    const current = runs.at(-1);
    const run = Math.max(current?.run ?? 1, runOf(step) ?? 1);
    if (current?.run === run) current.steps.push(step);
    else runs.push({ run, steps: [step] });
  }
  return runs;
}

function runOf(step: Step): number | null {
  if (step.kind === 'event') return step.event.run;
  return step.kind === 'attempt' ? step.attempt.run : null;
}

/** The same, youngest first; calls then stand below what they brought about. */
export function newestFirst(runs: readonly RunOfSteps[]): RunOfSteps[] {
  return runs.toReversed().map(({ run, steps }) => ({ run, steps: steps.toReversed() }));
}
