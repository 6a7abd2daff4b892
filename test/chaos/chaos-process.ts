import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess, type ServerOptions } from '../../src/cli/demo/server-process.js';
import type { Kill } from './chaos-plan.js';

/** After it has ended by itself, as a supervisor would wait. */
const AGAIN_AFTER_MS = 500;
const READY_WITHIN_MS = 120_000;

export interface ProcessWatch {
  /** It ended though nobody killed it. */
  endedByItself(name: string, endOfLog: string): void;
  /** It was not gone in time after SIGTERM. */
  overstayed(name: string): void;
}

/** One place for a server: whatever ends what stands in it, another is started there, on the same port. */
export class ChaosProcess {
  starts = 0;
  /** Whether what stands there now has answered that it is ready, since it was started. */
  isReady = false;
  private server: ServerProcess;
  /** Stopped, or on its way out: nobody sends it another signal. */
  private busy = false;
  private isOver = false;
  private stillness: NodeJS.Timeout | null = null;

  constructor(
    readonly name: string,
    private readonly options: ServerOptions,
    private readonly watch: ProcessWatch,
  ) {
    this.server = this.start();
  }

  get url(): string {
    return this.server.url;
  }

  get isFair(): boolean {
    return !this.busy && this.server.running;
  }

  /** Settles once the process that stands there now answers that it is ready. */
  async ready(withinMs: number): Promise<void> {
    await this.server.ready(withinMs);
  }

  /** Begins what is to happen to it; it goes on by itself. */
  strike({ kind, forMs }: Kill): void {
    this.busy = true;
    if (kind === 'SIGSTOP') return this.stopFor(forMs);
    void this.endAndStart(kind);
  }

  /** Ends it in order, and starts nothing any more. Answers whether it went in time. */
  async close(): Promise<boolean> {
    this.isOver = true;
    this.goOn();
    return this.server.stop();
  }

  /** At once, however it stands: nothing of it may stay. */
  killNow(): void {
    this.isOver = true;
    const { pid, running } = this.server;
    if (running && pid !== undefined) process.kill(pid, 'SIGKILL');
  }

  private stopFor(forMs: number): void {
    this.signal('SIGSTOP');
    this.stillness = setTimeout(() => this.goOn(), forMs);
  }

  private goOn(): void {
    if (!this.stillness) return;
    clearTimeout(this.stillness);
    this.stillness = null;
    this.signal('SIGCONT');
    this.busy = false;
  }

  private async endAndStart(kind: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { server } = this;
    if (kind === 'SIGKILL') await server.kill();
    else if (!(await server.stop())) this.watch.overstayed(this.name);
    this.busy = false;
    if (!this.isOver) this.server = this.start();
  }

  private start(): ServerProcess {
    this.starts += 1;
    this.isReady = false;
    const server = new ServerProcess(this.options);
    void server.ready(READY_WITHIN_MS).then(
      () => (this.isReady ||= server === this.server),
      () => undefined,
    );
    void server.ended.then(() => this.look(server));
    return server;
  }

  /** Whoever killed it starts the next one. */
  private async look(server: ServerProcess): Promise<void> {
    if (this.busy || this.isOver || server !== this.server) return;
    this.watch.endedByItself(this.name, server.endOfLog());
    await sleep(AGAIN_AFTER_MS);
    if (!this.isOver && server === this.server && !this.busy) this.server = this.start();
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { pid, running } = this.server;
    if (running && pid !== undefined) process.kill(pid, signal);
  }
}
