import type { Clock } from '../domain/clock.js';

const KEPT_MS = 60_000;
const MOST_KEPT = 50;

/** Answers that cost the processor: one is worked out at a time, and for a minute the same question has the same answer. */
export class OneAtATime<Answer> {
  private readonly kept = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  /** `key`: what is asked, in full. Who asks while another is worked out waits for his turn; what failed is not kept. */
  of(key: string, workOut: () => Promise<Answer>): Promise<Answer> {
    const before = this.kept.get(key);
    if (before !== undefined && this.clock.now() - before.at < KEPT_MS) return before.answer;
    const answer = this.last.then(workOut);
    this.last = answer.catch(() => this.forget(key, answer));
    this.kept.delete(key);
    this.kept.set(key, { at: this.clock.now(), answer });
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return answer;
  }

  private forget(key: string, answer: Promise<Answer>): void {
    if (this.kept.get(key)?.answer === answer) this.kept.delete(key);
  }
}
