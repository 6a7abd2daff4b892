import type { Replay } from '../../api/client.ts';

/** What replaying several outages of one seller comes to, all in all. */
export interface ReplaySum {
  readonly forward: number;
  readonly check: number;
  readonly extend: number;
  readonly extendByS: number;
  readonly redo: number;
  readonly left: number;
  readonly done: number;
  readonly isOver: boolean;
}

/** Numbers add up; deadlines move by the longest of them at most. */
export function sumOf(replays: readonly Replay[]): ReplaySum {
  const sum = (of: (replay: Replay) => number) => replays.reduce((all, one) => all + of(one), 0);
  return {
    forward: sum(({ forward }) => forward),
    check: sum(({ check }) => check),
    extend: sum(({ extend }) => extend),
    extendByS: Math.max(0, ...replays.map(({ extend_by_s }) => extend_by_s)),
    redo: sum(({ redo }) => redo),
    left: sum(({ left }) => left),
    done: sum(({ done }) => done),
    isOver: replays.every(({ status }) => status !== 'running'),
  };
}

/** Whether a replay would do anything. */
export function hasWork({ forward, check, extend, redo }: ReplaySum, isRedone: boolean): boolean {
  return forward + check + extend > 0 || (isRedone && redo > 0);
}
