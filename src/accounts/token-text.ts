import { createHash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ROLES, type Role } from '../domain/caller.js';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 27 base62 digits hold 160.7 random bits. */
const randomDigits = 27;
/** 6 base62 digits hold a whole CRC-32. */
const checksumDigits = 6;
const form = new RegExp(`^(?:rt_(?:${ROLES.join('|')})|cbs)_[0-9A-Za-z]{${randomDigits + checksumDigits}}$`);

/**
 * A new bearer token, `rt_<role>_<27 random digits><6 digits of checksum>`. The prefix tells people and secret scanners what it is;
 * the role in it is for reading only, the stored row decides. The checksum lets a typing error be told from a revoked token.
 */
export function newToken(role: Role): string {
  return withChecksum(`rt_${role}_${randomText()}`);
}

/** A new secret of a tool's callbacks, `cbs_...`, made like a token. */
export function newCallbackSecret(): string {
  return withChecksum(`cbs_${randomText()}`);
}

/**
 * A new secret of a tool's Standard Webhooks signatures: `whsec_` and 32 bytes in base64. The bytes are letters, digits, `-` and `_`
 * that hold 192 random bits: some platforms of sellers, n8n among them, take a key as text only.
 */
export function newSigningSecret(): string {
  return `whsec_${Buffer.from(randomBytes(24).toString('base64url')).toString('base64')}`;
}

/** Whether a text is a token or callback secret without a typing error. Says nothing about whether it is known; ADMIN_TOKEN may look otherwise. */
export function looksLikeToken(text: string): boolean {
  return form.test(text) && withChecksum(text.slice(0, -checksumDigits)) === text;
}

/** What is stored instead of a token or secret: SHA-256, hex. Enough without salt, since the text has 160 random bits. */
export function hashToken(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function randomText(): string {
  return Array.from({ length: randomDigits }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function withChecksum(body: string): string {
  return body + base62(crc32(body)).padStart(checksumDigits, '0');
}

function base62(value: number): string {
  return value < 62 ? alphabet[value]! : base62(Math.floor(value / 62)) + alphabet[value % 62]!;
}
