import type { RoundtripWorld } from './world.js';

const BAR = 24;
const ERASE = '\r\u001b[K';

/** Shows how far something has come, on the terminal's last line and beside the output: in a pipe nothing is drawn. */
export class Progress {
  private drawn = false;

  constructor(private readonly world: Pick<RoundtripWorld, 'err' | 'errOnTerminal'>) {}

  /** `share` from 0 to 1; null where nobody knows. */
  show(label: string, share: number | null, more = ''): void {
    if (!this.world.errOnTerminal) return;
    this.world.err(`${ERASE}${progressText(label, share, more)}`);
    this.drawn = true;
  }

  /** Before anything else is written, and at the end. */
  clear(): void {
    if (this.drawn) this.world.err(ERASE);
    this.drawn = false;
  }
}

export function progressText(label: string, share: number | null, more = ''): string {
  const parts = [label, share === null ? '' : barOf(share), more];
  return parts.filter((part) => part !== '').join(' ');
}

function barOf(share: number): string {
  const whole = Math.max(0, Math.min(1, share));
  const full = Math.floor(whole * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.floor(whole * 100)} %`;
}
