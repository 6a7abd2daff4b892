/** What one waiting reader hears of: rings between two hearings count as one, and none is lost. */
export class Bell {
  private rung = false;
  private over = false;
  private wake: () => void = () => undefined;

  /** True once there is nothing more to wait for. */
  get stilled(): boolean {
    return this.over;
  }

  ring(): void {
    this.rung = true;
    this.wake();
  }

  /** Ends the waiting, for good. */
  still(): void {
    this.over = true;
    this.wake();
  }

  /** Waits for a ring since the last hearing, or until it is stilled. */
  async heard(): Promise<void> {
    if (!this.rung && !this.over) await new Promise<void>((resolve) => (this.wake = resolve));
    this.rung = false;
  }
}
