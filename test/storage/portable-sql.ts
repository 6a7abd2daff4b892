/** What only SQLite understands, or understands otherwise than Postgres: no statement of ours may hold it. */
const SQLITE_ONLY: readonly RegExp[] = [
  /\bautoincrement\b/i,
  /\bwithout\s+rowid\b/i,
  /\)\s*strict\b/i,
  /\b_?rowid_?\b|\boid\b/i,
  /\bpragma\b/i,
  /\battach\b|\bvacuum\s+into\b/i,
  /\binsert\s+or\b|\bupdate\s+or\b|\breplace\s+into\b|\bon\s+conflict\s+(replace|ignore|abort|fail|rollback)\b/i,
  /\b(datetime|date|time|julianday|strftime|unixepoch|current_timestamp)\s*\(/i,
  /\b(ifnull|iif|instr|group_concat|total|typeof|printf|hex|zeroblob|randomblob|last_insert_rowid|changes)\s*\(/i,
  /\b(json_each|json_extract|json_tree|json_array|json_object|json_group_array)\s*\(|->/i,
  /\b(glob|regexp|match)\b|\bcollate\b/i,
  /\b(blob|real|double|float|datetime|tinyint|boolean|varchar|nvarchar|clob|int)\b/i,
  /\bsqlite_/i,
  /\bindexed\s+by\b|\bnot\s+indexed\b/i,
  // Other quotes for names, and the equality of C.
  /[`[\]]|==/,
  // Parameters are $1, $2 ...
  /\?|[:@]\w/,
  // Text stands in single quotes: double quotes make a name of it, which SQLite alone forgives.
  /"/,
];

/** The pieces of a statement that Postgres would not take. */
export function notPortable(sql: string): string[] {
  const code = sql.replace(/'(?:[^']|'')*'/g, `''`);
  return SQLITE_ONLY.flatMap((pattern) => pattern.exec(code)?.[0] ?? []);
}

/** Parameters of a statement that are handed over and not used, or used and not handed over: Postgres refuses both. */
export function strayParameters(sql: string, params: readonly unknown[]): string[] {
  const used = new Set([...sql.matchAll(/\$(\d+)/g)].map((found) => Number(found[1])));
  const given = new Set(params.map((_, i) => i + 1));
  const stray = [...used].filter((n) => !given.has(n)).concat([...given].filter((n) => !used.has(n)));
  return stray.map((n) => `$${n}`);
}
