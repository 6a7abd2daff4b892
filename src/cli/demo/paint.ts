/** Colours for a terminal; plain text for a pipe, or where NO_COLOR is set. */
export interface Paint {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  /** In the colour of a status. */
  readonly status: (status: string, text: string) => string;
}

const CODES: Readonly<Record<string, number>> = {
  received: 90,
  processing: 36,
  completed: 32,
  failed: 31,
  expired: 33,
  cancelled: 33,
};

export function makePaint(coloured: boolean): Paint {
  const wrap = (code: number, text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    dim: (text) => wrap(2, text),
    bold: (text) => wrap(1, text),
    status: (status, text) => wrap(CODES[status] ?? 0, text),
  };
}
