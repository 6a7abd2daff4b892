/** ISO-8601 as a `datetime-local` input shows it, in the reader's own clock; empty where there is none. */
export function toInput(iso: string | undefined): string {
  const at = iso === undefined ? NaN : Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What was typed into such an input, in UTC; undefined where it is no time. */
export function fromInput(local: string): string | undefined {
  const at = new Date(local).getTime();
  return local === '' || Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
