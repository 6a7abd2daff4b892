import { readFile } from 'node:fs/promises';
import { RoundtripClient } from '../../client/index.js';
import { parseUrl } from '../../domain/parse-url.js';
import { CommandProblem } from '../command.js';
import { makePaint, type Paint } from '../demo/paint.js';
import { jsonText } from './strangers-text.js';
import { recordText, tableText, type Column, type TableLook } from './table.js';
import type { RoundtripWorld } from './world.js';

const DEFAULT_URL = 'http://127.0.0.1:3000';
const NO_TOKEN =
  'ROUNDTRIP_TOKEN is not set: put a token of the API into this environment variable; it is never an argument, which others on this machine could read.';

/** One command as it runs: the API it asks, and how it tells what came of it. */
export class Session {
  readonly paint: Paint;
  readonly look: TableLook;

  constructor(
    readonly world: RoundtripWorld,
    /** One JSON document in place of text for people. */
    readonly json: boolean,
  ) {
    this.paint = makePaint(world.onTerminal && !world.env['NO_COLOR']);
    this.look = { paint: this.paint, width: world.columns };
  }

  get url(): string {
    const given = this.world.env['ROUNDTRIP_URL'] || DEFAULT_URL;
    const url = parseUrl(given);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
      throw new CommandProblem(`ROUNDTRIP_URL must be the address of a server, as in ${DEFAULT_URL}.`, 2);
    return url.href.replace(/\/+$/, '');
  }

  get api(): RoundtripClient {
    const token = this.world.env['ROUNDTRIP_TOKEN']?.trim();
    if (!token) throw new CommandProblem(NO_TOKEN, 2);
    if (!/^[\x21-\x7e]+$/.test(token))
      throw new CommandProblem('ROUNDTRIP_TOKEN is not a token: it has spaces or characters beyond ASCII.', 2);
    return new RoundtripClient({ baseUrl: this.url, token });
  }

  /** The document as JSON, or `text` for people. */
  tell(document: unknown, text: () => string): void {
    this.world.out(this.json ? jsonText(document) : text());
  }

  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
    return tableText(columns, rows, this.look);
  }

  record(fields: Readonly<Record<string, unknown>>): string {
    return recordText(fields, this.look);
  }

  /** The JSON object in a file; `-`: in the standard input. */
  async readObject(path: string, option: string): Promise<Record<string, unknown>> {
    const text = path === '-' ? await this.world.input() : await readText(path, option);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new CommandProblem(`${option} ${path} is not JSON.`, 2);
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    throw new CommandProblem(`${option} ${path} must hold a JSON object.`, 2);
  }
}

async function readText(path: string, option: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandProblem(`${option} ${path} cannot be read (${error.code}).`, 2);
  });
}
