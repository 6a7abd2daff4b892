const COLOURS = [36, 33, 35, 34] as const;
/** `worker-3`. */
const LONGEST = 8;

/** What stands before each line of a process: its name, in a colour of its own on a terminal. */
export function makePrefix(coloured: boolean): (name: string, nth: number) => string {
  return (name, nth) => {
    const text = `${name.padEnd(LONGEST)} | `;
    return coloured ? `\u001b[${COLOURS[nth % COLOURS.length]}m${text}\u001b[0m` : text;
  };
}
