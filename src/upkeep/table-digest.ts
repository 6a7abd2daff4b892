import { createHash } from 'node:crypto';
import type { AnyRow, TableShape } from './table-pages.js';

const MODULUS = 1n << 256n;

/**
 * A digest of all rows of a table, whatever order they come in: two databases sort texts differently. Each row is hashed (SHA-256 of its
 * values as JSON, in the order of the columns), and the hashes are added up.
 */
export class TableDigest {
  rows = 0;
  private sum = 0n;

  constructor(private readonly shape: TableShape) {}

  add(row: AnyRow): void {
    const text = JSON.stringify(this.shape.columns.map(({ name }) => row[name] ?? null));
    this.sum = (this.sum + BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)) % MODULUS;
    this.rows += 1;
  }

  equals(other: TableDigest): boolean {
    return this.rows === other.rows && this.sum === other.sum;
  }

  /** The first letters of it, for people. */
  get short(): string {
    return this.sum.toString(16).padStart(64, '0').slice(0, 12);
  }
}
