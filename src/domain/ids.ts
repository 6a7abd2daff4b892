import { v7 as uuidv7, validate as isUuidText } from 'uuid';

/** Prefixes of our own ids (contract, section 0). What follows is a UUIDv7 without dashes, so ids of one process sort by age. */
export type IdPrefix = 'sel' | 'att' | 'evt' | 'ntf' | 'tok' | 'swp' | 'ntc' | 'aud' | 'wrk' | 'pol' | 'job' | 'sch';

/** A new id of ours, such as `evt_01a200b59692711fbc57e21c3a596c81`. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`;
}

/** A new order id: a UUIDv7 in its usual form. */
export function newOrderId(): string {
  return uuidv7();
}

export function isUuid(text: string): boolean {
  return isUuidText(text);
}
