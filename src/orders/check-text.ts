import { parse, type CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { JsonTextCheck } from '../domain/json-text-check.js';
import type { OutputType } from '../domain/result.js';

/** What was found in the text of a result: a problem refuses it, a note is only told. */
export interface TextFindings {
  readonly problem: string | null;
  readonly note: string | null;
}

const FINE: TextFindings = { problem: null, note: null };
/** Checking CSV is slow (some 5 MB/s); a longer one is taken as it is. */
const MAX_CHECKED_CSV = 8 * 1024 * 1024;
const MAX_CSV_RECORD = 1024 * 1024;
/** Bytes that are checked between two turns of the event loop: some 15 ms of the shortest CSV records. */
const TURN_BYTES = 8 * 1024;

/**
 * Whether the text of a result is what its `output_type` says. CSV (RFC 4180) is refused only where a quote never ends, so that no
 * reader could read it; rows of unequal length are told.
 * @param open the text as UTF-8; called only where it is to be read.
 * @param size its bytes.
 */
export async function checkText(type: OutputType, open: () => Promise<Readable>, size: number): Promise<TextFindings> {
  if (type !== 'json' && type !== 'csv') return FINE;
  if (type === 'csv' && size > MAX_CHECKED_CSV)
    return { problem: null, note: 'The CSV is too long to be checked; it is taken as it is.' };
  const text = await open();
  try {
    return await (type === 'json' ? checkJson(inTurns(text)) : checkCsv(inTurns(text)));
  } finally {
    text.destroy(); // not every check reads to the end
  }
}

/** The text in short pieces, with a turn of the event loop after each: whoever reads it holds nobody up. */
async function* inTurns(text: Readable): AsyncGenerator<Buffer, undefined> {
  for await (const piece of text as AsyncIterable<Buffer>) {
    for (let at = 0; at < piece.length; at += TURN_BYTES) {
      yield piece.subarray(at, at + TURN_BYTES);
      await setImmediate();
    }
  }
}

async function checkJson(pieces: AsyncIterable<Buffer>): Promise<TextFindings> {
  // A byte order mark is no JSON, here as in a text that is held.
  const [check, decoder] = [new JsonTextCheck(), new TextDecoder('utf-8', { ignoreBOM: true })];
  for await (const piece of pieces) check.write(decoder.decode(piece, { stream: true }));
  const problem = check.end();
  return problem === null ? FINE : { problem: `result_text: ${problem}`, note: null };
}

async function checkCsv(pieces: AsyncGenerator<Buffer, undefined>): Promise<TextFindings> {
  const first = await pieces.next();
  if (first.done === true) return FINE;
  let [records, fields, ragged] = [0, 0, ''];
  const parser = parse({
    ...{ bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true },
    ...{ delimiter: delimiterOf(first.value), max_record_size: MAX_CSV_RECORD },
    on_record: (record: string[], { lines }) => {
      records++;
      if (records === 1) fields = record.length;
      else if (ragged === '' && record.length !== fields)
        ragged = `Line ${lines} of the CSV has ${record.length} fields, its first line ${fields}.`;
      return null;
    },
  });
  try {
    await pipeline(Readable.from(beginWith(first.value, pieces)), parser, async (rows) => {
      for await (const _ of rows) void _;
    });
  } catch (error) {
    return unreadableCsv(error as CsvError);
  }
  return { problem: null, note: ragged === '' ? null : ragged };
}

/** The one that the first line has most of: spreadsheets of half the world write semicolons. */
function delimiterOf(begin: Buffer): string {
  const [line = ''] = begin.toString('utf8').split('\n', 1);
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

async function* beginWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** @throws what is not the parser's: storage failed. */
function unreadableCsv(error: CsvError): TextFindings {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return {
      problem: 'result_text: is not valid CSV: a quoted field never ends. Double the quotes inside it.',
      note: null,
    };
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return { problem: null, note: 'The CSV has a record of over 1 MiB and was not checked past it.' };
  throw error;
}
