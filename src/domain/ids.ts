import { v7 as uuidv7, validate as isUuidText } from 'uuid';

/** Ids of one millisecond are told apart, and sorted, by a count of 31 bits. */
const COUNTS = 2 ** 31;
let time: () => number = () => Date.now();
let last = { ms: 0, count: 0 };

/** From where ids take their time from now on: where processes share a database, from its clock. The machine's until then. */
export function timeIdsBy(now: () => number): void {
  time = now;
}

/** Never before the one made before, whatever the clock does. */
function nextUuid(): string {
  const ms = Math.max(time(), last.ms);
  last = ms > last.ms ? { ms, count: Math.floor(Math.random() * (COUNTS / 2)) } : { ms, count: last.count + 1 };
  if (last.count >= COUNTS) last = { ms: last.ms + 1, count: 0 };
  return uuidv7({ msecs: last.ms, seq: last.count });
}

/** Prefixes of our own ids (contract, section 0). What follows is a UUIDv7 without dashes, so ids of one process sort by age. */
export type IdPrefix =
  'sel' | 'att' | 'evt' | 'ntf' | 'tok' | 'swp' | 'ntc' | 'aud' | 'wrk' | 'pol' | 'job' | 'sch' | 'blk' | 'out' | 'tst';

/** A new id of ours, such as `evt_01a200b59692711fbc57e21c3a596c81`. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${nextUuid().replaceAll('-', '')}`;
}

/** The same, which sorts after another id of the kind, also where a process whose clock is ahead has made that. */
export function newIdAfter(prefix: IdPrefix, earlier: string): string {
  const id = newId(prefix);
  return id > earlier ? id : `${prefix}_${uuidv7({ msecs: instantOfId(earlier) + 1 }).replaceAll('-', '')}`;
}

/** When an id of ours was made, in milliseconds since the epoch. */
export function instantOfId(id: string): number {
  return Number.parseInt(id.slice(id.indexOf('_') + 1).slice(0, 12), 16);
}

/** The first id that can have been made at an instant. */
export function firstIdAt(prefix: IdPrefix, ms: number): string {
  return `${prefix}_${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
}

/** A new order id: a UUIDv7 in its usual form. */
export function newOrderId(): string {
  return nextUuid();
}

export function isUuid(text: string): boolean {
  return isUuidText(text);
}
