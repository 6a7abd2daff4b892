/** A module of a scenario as a blueprint holds it; `where`: the condition on the line that leads to it. */
export interface MakeModule {
  readonly id: number;
  readonly module: string;
  readonly version: number;
  readonly parameters: object;
  readonly [field: string]: unknown;
}

export type Condition = readonly [a: string, operator: string, b?: string];

export interface Filter {
  readonly name: string;
  /** Passes where every condition of one of these rows holds. */
  readonly any: readonly (readonly Condition[])[];
}

/** Makes modules with numbers in the order in which they are made. */
export class MakeModules {
  private last = 0;

  module(
    type: string,
    name: string,
    mapper: object,
    more: { parameters?: object; filter?: Filter | undefined } = {},
  ): MakeModule {
    const { parameters = {}, filter } = more;
    const id = ++this.last;
    const version = type.startsWith('http:') ? 3 : 1;
    const designer = { x: id * 260, y: 0, name };
    return {
      ...{ id, module: type, version, parameters },
      ...(filter ? { filter: filterOf(filter) } : {}),
      ...{ mapper, metadata: { designer } },
    };
  }

  router(routes: readonly (readonly MakeModule[])[]): MakeModule {
    return { ...this.module('builtin:BasicRouter', 'Router', {}), routes: routes.map((flow) => ({ flow })) };
  }

  respond(name: string, status: number, body: string, filter?: Filter): MakeModule {
    const headers = [{ key: 'Content-Type', value: 'application/json' }];
    return this.module('gateway:WebhookRespond', name, { status: String(status), body, headers }, { filter });
  }

  keep(name: string, key: string, data: Readonly<Record<string, string>>, filter?: Filter): MakeModule {
    return this.module('datastore:AddRecord', name, { key, data, overwrite: true }, { filter });
  }

  callback(name: string, url: string, body: string, secret: string | null): MakeModule {
    const headers = secret === null ? [] : [{ name: 'x-callback-secret', value: secret }];
    const parameters = { handleErrors: true };
    const asked = { url, method: 'post', bodyType: 'raw', contentType: 'application/json', data: body, headers };
    const mapper = { ...asked, timeout: 30, followRedirect: false, serializeUrl: false, parseResponse: false };
    return this.module('http:ActionSendData', name, mapper, { parameters });
  }
}

function filterOf({ name, any }: Filter): object {
  const conditions = any.map((all) => all.map(([a, o, b]) => (b === undefined ? { a, o } : { a, o, b })));
  return { name, conditions };
}
