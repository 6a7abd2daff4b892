import pino, { type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { mask, maskSecrets, secretNames } from './redact.js';

export type { Logger } from 'pino';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'pretty';
  /** Where lines go; standard output unless told otherwise. */
  readonly destination?: DestinationStream;
}

/**
 * The one logger. Lines are written synchronously: what was logged before a crash has been written.
 * Values under the names of secrets are masked, and errors cut down to name, message, code and stack (redact.ts).
 */
export function createLogger({ level, format, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      errorKey: 'error',
      formatters: { level: (label) => ({ level: label }), log: (fields) => maskSecrets(fields) },
      // Errors are plain by now; pino would dress them up again.
      serializers: { error: (plain: unknown) => plain },
      // The fields of child loggers do not pass through `log` above.
      redact: { paths: secretNames.map((name) => `["${name}"]`), censor: mask },
    },
    format === 'pretty' ? prettyLines(destination) : (destination ?? standardOutput()),
  );
}

/** The text of a line tells people enough; its fields are for machines. Errors come with their stack. */
function prettyLines(destination: DestinationStream | undefined): DestinationStream {
  const toText = prettyFactory({
    colorize: destination === undefined && process.stdout.isTTY === true,
    messageKey: 'message',
    messageFormat: (line) => textForPeople(line),
    translateTime: 'SYS:HH:MM:ss.l',
    hideObject: true,
  });
  const out = destination ?? standardOutput();
  return { write: (line) => out.write(toText(line)) };
}

type PrettyLine = {
  context?: string;
  message?: string;
  error?: { stack?: string; message?: string };
  stack?: string;
};

function textForPeople(line: Record<string, unknown>): string {
  const { context, message, error, stack } = line as PrettyLine;
  const trace = error?.stack ?? error?.message ?? stack;
  // Sellers' words may stand in a message: they must not begin a line or steer the terminal.
  const oneLine = (message ?? '').replace(/\p{Cc}/gu, ' ');
  return `${context ? `[${context}] ` : ''}${oneLine}${trace ? `\n${trace}` : ''}`;
}

function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: MOST_WAITING });
  // A log on a full disk must not end the server, or the request that it tells of: its lines wait, the latest are dropped.
  output.on('error', () => undefined);
  return output;
}
const MOST_WAITING = 1024 * 1024;
