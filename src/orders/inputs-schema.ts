import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import { checkSchemaShape } from '../domain/inputs-schema-rules.js';
import type { JsonObject } from '../domain/strict-json.js';

export type SchemaCheck = { readonly ok: true } | { readonly ok: false; readonly problem: string };
export interface InputDetail {
  readonly field: string;
  readonly message: string;
}
export type InputsCheck = { readonly ok: true } | { readonly ok: false; readonly details: InputDetail[] };

const WORKER = fileURLToPath(new URL('./inputs-schema.worker.mjs', import.meta.url));
const LIMIT_MS = 1_000;
/** Starting the thread is no fault of a schema, so it has a time limit of its own. */
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 50;
const MEMORY_MB = 128;

const TOO_LONG = 'The schema takes too long or too much memory to check; make it simpler, above all its $refs';

/**
 * JSON Schema 2020-12 for the inputs of orders (contract, section 3, `inputs_schema`). A schema comes from a stranger and can take
 * exponential time by doubling its references, so it is compiled and applied in a thread without environment that is
 * ended and replaced when the limit is over. One thread, started on first use; calls wait for each other.
 */
export class InputsSchemas {
  private readonly pool = workerpool.pool(WORKER, {
    workerType: 'thread',
    maxWorkers: 1,
    workerTerminateTimeout: STOP_LIMIT_MS,
    workerThreadOpts: { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } },
  });
  private last: Promise<unknown> = Promise.resolve();
  private started = false;
  private closed = false;

  /** @param limitMs time for one check, from 1 ms; the time that calls wait for each other does not count. */
  constructor(private readonly limitMs: number = LIMIT_MS) {}

  /** Whether a tool may be saved with this schema: its shape, its patterns, and that it can be applied within the limit. */
  async check(schema: unknown): Promise<SchemaCheck> {
    const shape = checkSchemaShape(schema);
    if (!shape.ok) return shape;
    const answer = await this.inTurn<string | null>('check', [shape.text]);
    const problem = answer.done ? answer.value : `${TOO_LONG}.`;
    return problem === null ? { ok: true } : { ok: false, problem };
  }

  /**
   * Whether inputs fit a schema that {@link check} let pass. Fields are paths that begin with `inputs`; only the first
   * misfit is told.
   */
  async validate(schema: JsonObject, inputs: JsonObject): Promise<InputsCheck> {
    const answer = await this.inTurn<InputDetail[]>('validate', [JSON.stringify(schema), inputs]);
    const details = answer.done ? answer.value : [{ field: 'inputs', message: `${TOO_LONG}.` }];
    return details.length === 0 ? { ok: true } : { ok: false, details };
  }

  /** Ends the thread; what is under way is answered as if it took too long, later calls throw. */
  async close(): Promise<void> {
    this.closed = true;
    await this.pool.terminate(true);
  }

  private inTurn<T>(method: string, params: unknown[]): Promise<Answer<T>> {
    const turn = this.last.then(() => this.call<T>(method, params));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async call<T>(method: string, params: unknown[]): Promise<Answer<T>> {
    if (this.closed) throw new Error('InputsSchemas is closed');
    if (!this.started) await this.pool.exec('ready').timeout(START_LIMIT_MS);
    this.started = true;
    try {
      return { done: true, value: (await this.pool.exec(method, params).timeout(this.limitMs)) as T };
    } catch {
      this.started = false; // the thread was ended, by us or for want of memory; the next call starts another
      return { done: false };
    }
  }
}

type Answer<T> = { done: true; value: T } | { done: false };
