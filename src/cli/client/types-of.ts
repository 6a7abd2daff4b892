import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const HEAD = '// Made by `npm run client` from the OpenAPI document of the server. Changes by hand are lost.\n\n';

/** The TypeScript types of an OpenAPI document, as the file `src/client/api-types.ts` holds them. */
export async function typesOf(document: object): Promise<string> {
  const forTypes = JSON.parse(JSON.stringify(document, inWordsOfTypes)) as Parameters<typeof openapiTypescript>[0];
  const nodes = await openapiTypescript(forTypes, { defaultNonNullable: false });
  return format(HEAD + astToString(nodes), { parser: 'typescript', singleQuote: true, printWidth: 120 });
}

/** Without examples of whole bodies, which would be comments as long as the types, and with null as a type, which OpenAPI 3.0 lacks. */
function inWordsOfTypes(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('schema' in value && 'example' in value) return { ...value, example: undefined };
  const { enum: values } = value as { enum?: unknown };
  return Array.isArray(values) && values.length === 1 && values[0] === null ? { type: 'null' } : value;
}
