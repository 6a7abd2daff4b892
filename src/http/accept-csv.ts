/** Whether an `Accept` header (RFC 9110, section 12.5.1) names `text/csv`, and no less than `application/json`. */
export function wantsCsv(accept: string | undefined): boolean {
  const csv = weightOf(accept, 'text/csv');
  return csv > 0 && csv >= weightOf(accept, 'application/json');
}

/** 0 where the type is not named; wildcards name no type. */
function weightOf(accept: string | undefined, type: string): number {
  for (const range of accept?.split(',') ?? []) {
    const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
  }
  return 0;
}
