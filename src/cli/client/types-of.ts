import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const HEAD = '// Made by `npm run client` from the OpenAPI document of the server. Changes by hand are lost.\n\n';

/** The TypeScript types of an OpenAPI document, as the file `src/client/api-types.ts` holds them. */
export async function typesOf(document: object): Promise<string> {
  const nodes = await openapiTypescript(document as Parameters<typeof openapiTypescript>[0], {
    defaultNonNullable: false,
  });
  return format(HEAD + astToString(nodes), { parser: 'typescript', singleQuote: true, printWidth: 120 });
}
