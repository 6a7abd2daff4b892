import { createHash } from 'node:crypto';
import type { KitTool } from './kit-tool.js';

/** A node as Node-RED imports it. */
export type FlowNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

/** Where a node stands, and what it is wired to by the names of other nodes: a list for each output. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly to?: readonly (readonly string[])[];
  /** The name of its group. */
  readonly group?: string;
}

/** Makes the nodes of one tab. Ids come from the tool and a name, so that an import is the same each time and two tools do not clash. */
export class FlowNodes {
  readonly tab: string;

  constructor(private readonly tool: KitTool) {
    this.tab = this.id('tab');
  }

  id(name: string): string {
    return createHash('sha256').update(`${this.tool.shortId}\n${name}`).digest('hex').slice(0, 16);
  }

  node(name: string, type: string, { x, y, to = [], group }: Place, fields: Record<string, unknown> = {}): FlowNode {
    const wires = to.map((names) => names.map((one) => this.id(one)));
    const inGroup = group === undefined ? {} : { g: this.id(group) };
    return { id: this.id(name), type, z: this.tab, ...inGroup, name, ...fields, x, y, wires };
  }

  code(name: string, func: string, place: Place, needsCrypto = false): FlowNode {
    return this.node(name, 'function', place, {
      ...{ func: func.trimEnd(), outputs: place.to?.length ?? 0, timeout: 0, noerr: 0, initialize: '', finalize: '' },
      libs: needsCrypto ? [{ var: 'crypto', module: 'crypto' }] : [],
    });
  }

  /** A frame around the nodes that name it. */
  group(name: string, members: readonly FlowNode[], w: number, h: number, x: number, y: number): FlowNode {
    const nodes = members.filter(({ g }) => g === this.id(name)).map(({ id }) => id);
    const style = { label: true, color: '#000000' };
    return { id: this.id(name), type: 'group', z: this.tab, name, style, nodes, x, y, w, h };
  }
}
