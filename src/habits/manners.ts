import type { Answer } from './answer.js';
import type { Calling } from './calling.js';
import type { Asked, Behaviour, Habit, SellerSide, Told } from './habit.js';
import type { Ending, Job } from './job.js';
import type { Words } from './words.js';

/** All habits of one seller as one, in the order in which they are listed; counts how often each has shown itself. */
export class Manners {
  private readonly each: readonly { readonly name: string; readonly behaviour: Behaviour }[];
  private readonly counts = new Map<string, number>();

  constructor(habits: readonly Habit[]) {
    this.each = habits.map(({ name, make }) => ({ name, behaviour: make() }));
  }

  /** How often each habit made a difference. */
  get shown(): ReadonlyMap<string, number> {
    return this.counts;
  }

  get expired(): boolean {
    return this.each.some(({ behaviour }) => behaviour.expired);
  }

  /** Of each connection: whether it is cut before the handshake. */
  cuts(nth: number): boolean {
    this.any((behaviour) => behaviour.expired);
    return this.any((behaviour) => behaviour.cuts?.(nth));
  }

  /** To be asked only where the good seller would refuse. */
  admitsAll(): boolean {
    return this.any((behaviour) => behaviour.admitsAll);
  }

  /** To be asked only where the good seller would go on with the job that it has. */
  beginsAgain(): boolean {
    return this.any((behaviour) => behaviour.beginsAgain);
  }

  refuses(asked: Asked): Answer | null {
    return this.fold<Answer | null>(null, (behaviour, before) => before ?? behaviour.refuses?.(asked));
  }

  unknown(orderId: string): Words | null {
    return this.fold<Words | null>(null, (behaviour, before) => before ?? behaviour.unknown?.(orderId));
  }

  workMs(ms: number, side: SellerSide): number {
    return this.fold(ms, (behaviour, before) => behaviour.workMs?.(before, side));
  }

  calls(planned: readonly Calling[], job: Job): readonly Calling[] {
    return this.fold(planned, (behaviour, before) => behaviour.calls?.(before, job));
  }

  ending(ending: Ending, told: Told): Ending {
    return this.fold(ending, (behaviour, before) => behaviour.ending?.(before, told));
  }

  body(words: Words, told: Told): Words | Buffer {
    return this.fold<Words | Buffer>(words, (behaviour, before) =>
      Buffer.isBuffer(before) ? before : behaviour.body?.(before, told),
    );
  }

  answer(answer: Answer, asked: Asked, side: SellerSide): Answer {
    return this.fold(answer, (behaviour, before) => behaviour.answer?.(before, asked, side));
  }

  private any(has: (behaviour: Behaviour) => boolean | undefined): boolean {
    return this.fold(false, (behaviour, before) => before || has(behaviour) === true);
  }

  private fold<T>(start: T, change: (behaviour: Behaviour, before: T) => T | undefined): T {
    let value = start;
    for (const { name, behaviour } of this.each) {
      const next = change(behaviour, value);
      if (next === undefined || next === value) continue;
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      value = next;
    }
    return value;
  }
}
