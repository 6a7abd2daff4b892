import type { FileWriter } from './file-store.js';

/** What every writer keeps to, whatever it writes to; the steps themselves are the adapters'. */
export abstract class StepWriter implements FileWriter {
  private taken = 0;
  private committed = false;
  private running: Promise<void> | null = null;
  /** Why no more steps are taken. */
  private ended: Error | null = null;
  private forgotten: Promise<void> | null = null;

  /** `size` in bytes, where it was said ahead. */
  constructor(private readonly size?: number) {}

  protected abstract take(bytes: Uint8Array): Promise<void>;
  protected abstract finish(): Promise<void>;
  /** Makes the step that runs now fail soon, where it would otherwise take long. */
  protected abstract interrupt(): void;
  /** Removes everything, whatever has been done so far. May throw: what it leaves then is for `tidy`. */
  protected abstract forget(): Promise<void>;

  async write(bytes: Uint8Array): Promise<void> {
    await this.step(async () => {
      this.taken += bytes.length;
      if (this.size !== undefined && this.taken > this.size) throw this.wrongSize(this.size);
      await this.take(bytes);
    });
  }

  async commit(): Promise<void> {
    await this.step(async () => {
      if (this.size !== undefined && this.taken !== this.size) throw this.wrongSize(this.size);
      await this.finish();
      this.committed = true;
    });
    this.ended = new Error('This file has been committed.');
  }

  async abort(): Promise<void> {
    this.ended ??= new Error('This file has been aborted.');
    if (!this.committed) this.interrupt();
    await this.running?.catch(() => undefined);
    await this.forgetOnce();
  }

  private async step(work: () => Promise<void>): Promise<void> {
    this.mustGoOn();
    if (this.running) throw new Error('A file takes one step at a time.');
    try {
      await (this.running = work());
      // An abort in the meantime; a commit that it came too late for stands.
      if (!this.committed) this.mustGoOn();
    } catch (error) {
      this.ended ??= error as Error;
      await this.forgetOnce();
      throw this.ended;
    } finally {
      this.running = null;
    }
  }

  private mustGoOn(): void {
    if (this.ended !== null) throw this.ended;
  }

  private async forgetOnce(): Promise<void> {
    if (!this.committed) await (this.forgotten ??= this.forget().catch(() => undefined));
  }

  private wrongSize(size: number): Error {
    return new Error(`A file of ours was begun with ${size} bytes and was given ${this.taken}.`);
  }
}
