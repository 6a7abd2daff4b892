const KEY = 'roundtrip-letter-keys';

/** Whether letters do something by themselves; whoever speaks to the browser can switch that off (WCAG 2.2, 2.1.4). */
export function hasLetterKeys(storage: Pick<Storage, 'getItem'>): boolean {
  try {
    return storage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Kept in this browser. */
export function setLetterKeys(storage: Pick<Storage, 'setItem'>, isOn: boolean): void {
  try {
    storage.setItem(KEY, isOn ? 'on' : 'off');
  } catch {
    // Nothing is kept here: they stay on.
  }
}
