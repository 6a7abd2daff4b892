import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Nest's own lines through our logger: `context` becomes a field, a stack stays with the line it belongs to. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest calls `log(message, ...more, context?)` and `error(message, stack?, context?)`. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((one): one is string => typeof one === 'string');
    const stack = texts.find(isStack);
    const context = texts.findLast((text) => !isStack(text));
    const error = message instanceof Error ? message : rest.find((one) => one instanceof Error);
    const fields = { event: 'nest', context, stack, error };
    this.logger[level](fields, textOf(message));
  }
}

function isStack(text: string): boolean {
  return /\n\s+at /.test(text);
}

/** Objects are not spread into the line: nobody has looked at what is in them. */
function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : `(${typeof message})`;
}
