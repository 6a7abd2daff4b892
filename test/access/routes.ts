import type { TestRoundtrip } from '../support/roundtrip.js';

interface Operation {
  readonly 'x-roles'?: readonly string[];
}

/** Every route of the OpenAPI document, `GET /v1/orders/{order_id}`, with the words that it says of who may use it. */
export async function documentedRoutes(roundtrip: TestRoundtrip): Promise<Map<string, readonly string[]>> {
  const { paths } = (await roundtrip.call('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): [string, readonly string[]] => [
      `${method.toUpperCase()} ${path}`,
      operation['x-roles'] ?? [],
    ]),
  );
  return new Map(routes);
}

/** Every route that the server really has, Nest's and those beside it, in the same words. HEAD goes with GET. */
export function servedRoutes({ app }: TestRoundtrip): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^(.*?)(?:├──|└──) (\S+)(?: \((.*)\))?$/.exec(line);
    if (!match) return [];
    const [, indent = '', part = '', methods = ''] = match;
    const depth = indent.length / 4;
    above.splice(depth, Infinity, part);
    const path = above.join('').replace(/:(\w+)/g, '{$1}');
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`);
  });
}
