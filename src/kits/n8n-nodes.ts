import { createHash } from 'node:crypto';
import type { KitTool } from './kit-tool.js';

/** A node as n8n imports it. */
export interface N8nNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface N8nPlacement {
  readonly at: readonly [x: number, y: number];
  /** What a node has beside its parameters: credentials, what happens where it fails. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const SYSTEM_ROWS_KEPT_DAYS = 7;
const COLUMNS = ['order_id', 'run_key', 'execution_id', 'callback_url', 'answer', 'report'] as const;
export type Column = (typeof COLUMNS)[number];

/** Makes the nodes of one workflow. Ids come from the tool, so that an import is the same each time and two tools do not clash. */
export class N8nNodes {
  /** In lower case: n8n looks for names so. Closed at both ends, since it looks for parts of names as well. */
  readonly table: string;

  constructor(private readonly tool: KitTool) {
    this.table = `roundtrip jobs of [${tool.shortId.toLowerCase()}]`;
  }

  id(name: string): string {
    return createHash('sha256').update(`${this.tool.shortId}\n${name}`).digest('hex').slice(0, 16);
  }

  node(name: string, type: string, version: number, placement: N8nPlacement, parameters: object = {}): N8nNode {
    const { at, more = {} } = placement;
    const common = { id: this.id(name), name, type: `n8n-nodes-base.${type}`, typeVersion: version, position: at };
    return { ...common, parameters, ...more };
  }

  code(name: string, jsCode: string, at: N8nPlacement['at']): N8nNode {
    return this.node(name, 'code', 2, { at }, { jsCode: jsCode.trimEnd() });
  }

  /** Goes on by its first output where a text is there. */
  ifThere(name: string, text: string, at: N8nPlacement['at']): N8nNode {
    return this.ifTrue(name, `Boolean(${text})`, at);
  }

  ifTrue(name: string, what: string, at: N8nPlacement['at']): N8nNode {
    const options = { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 };
    const operator = { type: 'boolean', operation: 'true', singleValue: true };
    const conditions = [{ id: this.id(`${name}?`), leftValue: `={{ ${what} }}`, rightValue: '', operator }];
    return this.node(name, 'if', 2.2, { at }, { conditions: { options, conditions, combinator: 'and' }, options: {} });
  }

  /** Answers the webhook with JSON that an expression makes. */
  respond(name: string, status: number | string, body: string, at: N8nPlacement['at']): N8nNode {
    const parameters = { respondWith: 'json', responseBody: `={{ ${body} }}`, options: { responseCode: status } };
    return this.node(name, 'respondToWebhook', 1.4, { at }, parameters);
  }

  makeTable(name: string, at: N8nPlacement['at']): N8nNode {
    const columns = { column: COLUMNS.map((column) => ({ name: column, type: 'string' })) };
    const options = { createIfNotExists: true };
    const parameters = { resource: 'table', operation: 'create', tableName: this.table, columns, options };
    return this.node(name, 'dataTable', 1.1, { at }, parameters);
  }

  /** One row, or an empty item where there is none. */
  find(name: string, column: Column, value: string, placement: N8nPlacement): N8nNode {
    const more = { alwaysOutputData: true, ...placement.more };
    const filter = this.where([[column, 'eq', value]]);
    return this.rows(name, 'get', { at: placement.at, more }, { ...filter, returnAll: false, limit: 1 });
  }

  /** Writes columns of the order's row, and makes the row where there is none. */
  keep(name: string, orderId: string, columns: Partial<Record<Column, string>>, at: N8nPlacement['at']): N8nNode {
    const value = Object.fromEntries(Object.entries(columns).map(([column, text]) => [column, `={{ ${text} }}`]));
    const schema = COLUMNS.map((id) => {
      const flags = { required: false, defaultMatch: false, display: true, readOnly: false, removed: !(id in columns) };
      return { id, displayName: id, type: 'string', ...flags };
    });
    const mapped = { mappingMode: 'defineBelow', value, matchingColumns: [], schema };
    const filter = this.where([['order_id', 'eq', orderId]]);
    return this.rows(name, 'upsert', { at }, { ...filter, columns: mapped, options: {} });
  }

  forgetOld(name: string, at: N8nPlacement['at']): N8nNode {
    const before = `$now.minus({ days: ${SYSTEM_ROWS_KEPT_DAYS} }).toISO()`;
    const filter = this.where([['updatedAt', 'lt', before]]);
    return this.rows(
      name,
      'deleteRows',
      { at, more: { onError: 'continueRegularOutput' } },
      { ...filter, options: {} },
    );
  }

  private where(conditions: readonly (readonly [column: string, condition: string, value: string])[]): object {
    const all = conditions.map(([keyName, condition, value]) => ({ keyName, condition, keyValue: `={{ ${value} }}` }));
    return { matchType: 'allConditions', filters: { conditions: all } };
  }

  private rows(name: string, operation: string, placement: N8nPlacement, parameters: object): N8nNode {
    const dataTableId = { __rl: true, mode: 'name', value: this.table };
    return this.node(name, 'dataTable', 1.1, placement, { resource: 'row', operation, dataTableId, ...parameters });
  }
}
