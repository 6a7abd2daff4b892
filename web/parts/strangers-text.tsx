import classes from './parts.module.css';

/**
 * Text that a stranger wrote (names, messages, file names): isolated, so that its writing direction stays its own (UAX #9), its
 * invisible controls shown as `␀` pictures, and cut by the layout rather than breaking it. `instead` where nothing of it can be seen.
 */
export function StrangersText({ text, instead = '' }: { readonly text: string; readonly instead?: string }) {
  const shown = visible(text);
  return <bdi className={classes.strangers}>{shown === '' ? instead : shown}</bdi>;
}

/** Without what moves or hides other text: controls but line breaks and tabs, bidi controls, zero-width characters. */
export function visible(text: string): string {
  const kept = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u2400').replace(HIDDEN, '');
  return kept.trim() === '' ? '' : kept;
}

const HIDDEN = /[\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/g;
