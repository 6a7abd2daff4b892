import { CronTime } from 'cron';
import { bad, good, type Parsed, type Parser } from './knob.js';

/** A whole number within limits, both included. */
export function wholeNumber(from: number, to: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= from && value <= to ? good(value) : bad(`must be a whole number from ${from} to ${to}`);
  };
}

/** A number within limits, fractions allowed. */
export function decimalNumber(from: number, to: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
    return value >= from && value <= to ? good(value) : bad(`must be a number from ${from} to ${to}`);
  };
}

export function oneOf<const T extends string>(...words: readonly T[]): Parser<T> {
  return (text) => {
    const word = words.find((one) => one === text);
    return word === undefined ? bad(`must be one of ${words.join(', ')}`) : good(word);
  };
}

/** `never`, or what `other` takes. */
export function neverOr<T>(other: Parser<T>): Parser<T | undefined> {
  return (text) => {
    if (text === 'never') return good(undefined);
    const parsed = other(text);
    return parsed.ok ? parsed : bad(`${parsed.must}, or never`);
  };
}

export function onOrOff(text: string): Parsed<boolean> {
  return text === 'on' || text === 'off' ? good(text === 'on') : bad('must be on or off');
}

/** Comma-separated parts, each through `part`; the empty text is the empty list. */
export function listOf<T>(part: Parser<T>): Parser<readonly T[]> {
  return (text) => {
    const values: T[] = [];
    for (const one of text.split(',').map((piece) => piece.trim())) {
      if (one === '') continue;
      const parsed = part(one);
      if (!parsed.ok) return parsed;
      values.push(parsed.value);
    }
    return good(Object.freeze(values));
  };
}

/** Exactly 32 bytes in canonical base64. */
export function encryptionKey(text: string): Parsed<Buffer> {
  const bytes = strictBase64(text);
  if (bytes?.length === 32) return good(bytes);
  return bad('must be 32 bytes in base64; make one with "openssl rand -base64 32"');
}

/** `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks, "Symmetric keys"). */
export function webhookSecret(text: string): Parsed<string> {
  const bytes = text.startsWith('whsec_') ? strictBase64(text.slice('whsec_'.length)) : undefined;
  if (bytes && bytes.length >= 24 && bytes.length <= 64) return good(text);
  return bad('must be whsec_ and then 24 to 64 bytes in base64; make the bytes with "openssl rand -base64 32"');
}

/** A bearer token: visible ASCII, so that it survives a header. */
export function bearerToken(minLength: number): Parser<string> {
  return (text) => {
    if (text.length >= minLength && /^[\x21-\x7e]+$/.test(text)) return good(text);
    return bad(
      minLength > 1
        ? `must have at least ${minLength} characters, all visible ASCII without spaces`
        : 'must be visible ASCII without spaces',
    );
  };
}

/** Five fields, or six with seconds first, as the `cron` package reads them; at least one instant must lie ahead. */
export function cronExpression(text: string): Parsed<string> {
  const fields = text.split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return bad('must be a cron expression of five or six fields');
  try {
    const expression = fields.join(' ');
    new CronTime(expression, 'UTC').sendAt();
    return good(expression);
  } catch {
    return bad('must be a cron expression that comes due, such as */15 * * * *');
  }
}

/** Undefined where the text is not exactly what an encoder would write. `Buffer.from` alone skips over junk. */
function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
