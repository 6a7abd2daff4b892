/** The environment variable of a seller that holds the value of each of these headers, as kits and repeating commands name it. */
export function headerVariables(names: readonly string[]): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const name of names) {
    const wanted = `ROUNDTRIP_HEADER_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
    let variable = wanted;
    for (let n = 2; Object.values(variables).includes(variable); n++) variable = `${wanted}_${n}`;
    variables[name] = variable;
  }
  return variables;
}

export const SIGNING_VARIABLE = 'ROUNDTRIP_SIGNING_SECRET';
