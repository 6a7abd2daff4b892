type Headers = Readonly<Record<string, string>>;

/** Headers of a caller with some of ours, which count instead of the caller's of the same names, however those are written. */
export function layOverHeaders(given: Headers, ours: Headers): Record<string, string> {
  const names = new Set(Object.keys(ours).map((name) => name.toLowerCase()));
  const left = Object.entries(given).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(left), ...ours };
}
