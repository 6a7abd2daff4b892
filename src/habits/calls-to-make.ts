import { callBack } from './call-back.js';
import { plannedCalls, type Calling } from './calling.js';
import type { SellerSide } from './habit.js';
import type { Job } from './job.js';
import type { Manners } from './manners.js';
import type { SellerDesk } from './seller-desk.js';
import type { WholeOptions } from './seller-options.js';
import { endingWords, progressWords } from './words.js';

const WRONG_SECRET = 'cbs_this-is-not-the-secret-of-the-tool';

/** The callbacks of a seller: each at its time, until it closes. */
export class CallsToMake {
  private readonly closing = new AbortController();
  private readonly waiting = new Set<() => void>();
  private underWay = 0;

  constructor(
    private readonly options: WholeOptions,
    private readonly manners: Manners,
    private readonly side: SellerSide,
    private readonly desk: () => SellerDesk,
  ) {}

  /** Callbacks that are being made now. */
  get busy(): number {
    return this.underWay;
  }

  /** Resolves once those that come before the answer to the job are over. */
  async begin(job: Job): Promise<void> {
    if (this.options.road === 'check' || job.callbackUrl === null) return;
    const calls = this.manners.calls(plannedCalls(job), job);
    for (const call of calls) {
      if (call.beforeAnswer) await this.make(call, job);
      else if (call.afterMs < Infinity) this.later(call, job);
    }
  }

  close(): void {
    this.closing.abort();
    for (const takeBack of this.waiting) takeBack();
    this.waiting.clear();
  }

  private later(call: Calling, job: Job): void {
    const takeBack = this.options.clock.after(call.afterMs, () => {
      this.waiting.delete(takeBack);
      void this.make(call, job);
    });
    this.waiting.add(takeBack);
  }

  private async make(call: Calling, job: Job): Promise<void> {
    this.underWay += 1;
    await this.send(call, job).finally(() => (this.underWay -= 1));
  }

  private async send(call: Calling, job: Job): Promise<void> {
    const [desk, told] = [this.desk(), this.desk().toldOf('callback', job)];
    const words =
      call.says === 'end' ? endingWords(job, desk.endingOf(told)) : progressWords(job, this.options.clock.now());
    const body = desk.bytesOf(words, told);
    const url = job.callbackUrl ?? '';
    const one = { kind: 'callback', method: 'POST', path: new URL(url).pathname, orderId: job.orderId } as const;
    const onTry = (status: number | null) =>
      this.options.onCall({ ...one, status, note: status === null ? 'It was not answered.' : null });
    const { signal } = this.closing;
    const request = { url, secret: this.secretFor(call), body };
    const copies = Array.from({ length: call.copies }, () =>
      callBack(request, { signal, pace: this.options.pace, onTry }),
    );
    await Promise.all(copies);
  }

  private secretFor({ secret }: Calling): string | null {
    if (secret === 'none') return null;
    return secret === 'wrong' ? WRONG_SECRET : this.side.callbackSecret;
  }
}
