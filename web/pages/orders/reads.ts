/** When each page was read last, by its cursor, and whether something happened since. */
export class Reads {
  private readonly readAt = new Map<string | null, number>();
  private turn = 1;

  /** Reads a page, remembering when that began: what happens while it is read may be missing in it. */
  async begin<T>(cursor: string | null, read: () => Promise<T>): Promise<T> {
    this.readAt.set(cursor, this.turn);
    return read();
  }

  /** What was read until now may be old. */
  age(): void {
    this.turn += 1;
  }

  isOld(cursor: string | null): boolean {
    return (this.readAt.get(cursor) ?? 0) < this.turn;
  }

  /** As if it had not been read. */
  forget(cursor: string | null): void {
    this.readAt.delete(cursor);
  }
}
