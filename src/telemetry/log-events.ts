import { redactUrl } from '../domain/redact-url.js';
import type { Logger } from './logger.js';
import { attemptText, isStillAtWork } from './attempt-text.js';
import { findStorageTrouble, type FoundTrouble, type StorageTrouble } from './storage-trouble.js';

/** One call made, whole: the wide line that answers "what happened to order X at 9:14". */
export interface AttemptLine {
  readonly kind: string;
  readonly outcome: string;
  readonly method: string;
  /** As called; secrets in it are masked here. */
  readonly url: string;
  readonly durationMs: number;
  readonly attemptId?: string;
  readonly orderId?: string | null;
  readonly shortId?: string | null;
  readonly pollId?: string;
  readonly jobId?: string;
  readonly run?: number;
  readonly attemptNum?: number;
  readonly statusCode?: number | null;
  /** How long after its due time the call started. */
  readonly latenessMs?: number;
  /** Whether the order (or message) changed. */
  readonly changed?: boolean;
  /** A plain sentence without secrets. */
  readonly problem?: string | null;
}

export interface OrderLine {
  readonly orderId: string;
  readonly shortId?: string;
  readonly status: string;
  readonly from?: string;
  readonly run?: number;
  readonly cause?: string;
}

/** News of a breaker: of one tool at an origin (`pair`), or of all that is called there. */
export interface BreakerLine {
  readonly kind: 'warned' | 'opened' | 'closed';
  readonly scope: 'pair' | 'origin';
  /** The tool, where it is one tool's. */
  readonly shortId?: string | undefined;
  readonly origin: string;
  /** Failures in a row. */
  readonly failures?: number;
  /** The part of those at which it opens. */
  readonly percent?: number;
  /** Epoch milliseconds. */
  readonly until?: number;
}

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A full disk fails every request and every tick: one line in so many milliseconds says so, for each code. */
const TROUBLE_EVERY_MS = 10_000;

/** Every line that the server writes itself, by name: the event names and texts of the log are here and nowhere else. */
export class LogEvents {
  private readonly troubles = new Map<string, { toldAt: number; untold: number }>();
  private readonly hearing: ((trouble: StorageTrouble) => void)[] = [];

  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Tells of each trouble with storage, also of those that get no line. */
  hearTrouble(hear: (trouble: StorageTrouble) => void): void {
    this.hearing.push(hear);
  }

  booting(line: { version: string; node: string; database: string; publicUrl: string }): void {
    this.info('boot', `Roundtrip ${line.version} starts on Node ${line.node}`, {
      version: line.version,
      node: line.node,
      database: line.database,
      public_url: redactUrl(line.publicUrl),
    });
  }

  /** Only the path is told, never what the file holds. */
  keyFileMade(path: string): void {
    this.info('boot.key_file', `Made ${path}: keep it, and keep it secret`, { path });
  }

  migrated(count: number): void {
    this.info('boot.migrated', `The database is up to date, ${count} migrations were run`, { migrations: count });
  }

  schemaIsNewer({ version, steps }: { version: string; steps: readonly string[] }, own: string): void {
    const text = `Roundtrip ${version} has added to this database what ${own} does not know; it goes on without`;
    this.warn('boot.newer_schema', text, { version: own, newer_version: version, steps: steps.join(', ') });
  }

  listening(url: string): void {
    this.info('listening', `Listening on ${redactUrl(url)}`, { url: redactUrl(url) });
  }

  /** Why the start was given up, in one line. */
  bootStopped(problem: string): void {
    this.logger.fatal({ event: 'boot.stopped' }, problem);
  }

  /** At level `debug` where a check found its order still at work: a sweep of 100,000 such checks is one line at `info`. */
  attempt(line: AttemptLine): void {
    const level = isStillAtWork(line) ? 'debug' : 'info';
    if (!this.logger.isLevelEnabled(level)) return;
    const url = redactUrl(line.url);
    const fields = {
      event: 'attempt',
      kind: line.kind,
      outcome: line.outcome,
      method: line.method,
      url,
      status_code: line.statusCode,
      duration_ms: Math.round(line.durationMs),
      lateness_ms: line.latenessMs,
      attempt_id: line.attemptId,
      order_id: line.orderId,
      short_id: line.shortId,
      poll_id: line.pollId,
      job_id: line.jobId,
      run: line.run,
      attempt_num: line.attemptNum,
      changed: line.changed,
      problem: line.problem,
    };
    this.logger[level](fields, attemptText(line, url));
  }

  orderChanged(line: OrderLine): void {
    const came = line.from === undefined ? '' : `${line.from} -> `;
    this.info('order.changed', `Order ${line.orderId}: ${came}${line.status}`, {
      order_id: line.orderId,
      short_id: line.shortId,
      from: line.from,
      status: line.status,
      run: line.run,
      cause: line.cause,
    });
  }

  sweepOpened(sweepId: string, due: number): void {
    this.info('sweep.opened', `Sweep ${sweepId}: ${due} due`, { sweep_id: sweepId, due });
  }

  /** What was removed by its age, by kind. */
  forgot(counts: Readonly<Record<string, number>>): void {
    const told = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
    this.info('forgot', `Removed what is older than it is kept: ${told.join(', ')}`, counts);
  }

  sweepClosed(line: {
    sweepId: string;
    due: number;
    checked: number;
    changed: number;
    failed: number;
    durationMs: number;
  }): void {
    const { sweepId, due, checked, changed, failed, durationMs } = line;
    const text = `Sweep ${sweepId}: ${checked} of ${due} checked, ${changed} changed, ${failed} failed in ${durationMs} ms`;
    this.info('sweep.closed', text, { sweep_id: sweepId, due, checked, changed, failed, duration_ms: durationMs });
  }

  /** Somebody, or something, set the machine's clock. */
  clockJumped(deltaMs: number): void {
    const way = deltaMs > 0 ? 'forward' : 'back';
    const text = `The clock jumped ${way} by ${Math.abs(deltaMs)} ms: what waits for an instant of the calendar goes by the new time, and waits between tries stay as long as they were`;
    this.warn('clock.jumped', text, { delta_ms: deltaMs });
  }

  /** The shared queue of work and the table of work did not say the same. */
  reconciled({ missing, apart }: { readonly missing: number; readonly apart: number }): void {
    const text = `${missing} rows of work had no job in the queue, and ${apart} waited there for another instant: they were handed over`;
    this.warn('work.reconciled', text, { missing, apart });
  }

  /** Work that was begun again and again and never ended, since the process died each time. */
  quarantined(kind: string, subject: string): void {
    const text = `Work of kind ${kind} was begun five times, and each time the process ended: it is left alone until somebody asks for it`;
    this.logger.error({ event: 'work.quarantined', kind, subject }, text);
  }

  tracesNotTaken(): void {
    this.warn('traces.not_taken', 'The collector at OTEL_EXPORTER_OTLP_ENDPOINT takes no traces: they are dropped', {});
  }

  toolPaused(shortId: string, reason: string): void {
    this.logger.warn({ event: 'tool.paused', short_id: shortId, reason }, `Tool ${shortId} is paused: ${reason}`);
  }

  /** A breaker came nearer to opening, opened or closed. */
  breaker(line: BreakerLine): void {
    const whom = line.scope === 'pair' ? `tool ${line.shortId} at ${line.origin}` : line.origin;
    const fields = { scope: line.scope, short_id: line.shortId, origin: line.origin, failures: line.failures };
    switch (line.kind) {
      case 'warned':
        return this.warn('breaker.warning', `${line.failures} calls in a row to ${whom} failed`, {
          ...{ ...fields, percent: line.percent },
        });
      case 'opened':
        return this.warn('breaker.opened', `Calls to ${whom} are held back: ${line.failures} in a row failed`, {
          ...{ ...fields, until: new Date(line.until ?? 0).toISOString() },
        });
      case 'closed':
        return this.info('breaker.closed', `Calls to ${whom} go again`, fields);
    }
  }

  shutdown(
    step: 'begins' | 'released' | 'aborting' | 'ended',
    fields: { signal?: string; inFlight?: number } = {},
  ): void {
    const { signal, inFlight } = fields;
    this.info('shutdown', `Shutdown ${step}`, { step, signal, in_flight: inFlight });
  }

  /** Our own fault, or a broken dependency. `what` says in words what was being done. */
  broke(what: string, error: unknown, fields: Fields = {}): void {
    const found = findStorageTrouble(error);
    if (found) this.storageTrouble(what, found);
    else this.logger.error({ event: 'error', ...fields, error }, `Failed: ${what}`);
  }

  /** No bug of ours, so without a stack; `times` counts what has failed so since the last such line. */
  private storageTrouble(what: string, { trouble, code }: FoundTrouble): void {
    for (const hear of this.hearing) hear(trouble);
    const known = this.troubles.get(code);
    if (known && this.now() - known.toldAt < TROUBLE_EVERY_MS) return void known.untold++;
    this.troubles.set(code, { toldAt: this.now(), untold: 0 });
    const fields = { event: 'storage.trouble', trouble, code, doing: what, times: (known?.untold ?? 0) + 1 };
    this.logger.error(fields, `${troubleText[trouble]} (${code}). It stopped: ${what}`);
  }

  private warn(event: string, text: string, fields: Fields): void {
    this.logger.warn({ event, ...fields }, text);
  }

  private info(event: string, text: string, fields: Fields): void {
    this.logger.info({ event, ...fields }, text);
  }
}

const troubleText = {
  full: 'The disk is full: nothing new is kept until there is room again; free disk space',
  unavailable: 'The storage is out of order: what needs it fails until it works again; look after it',
} as const;
