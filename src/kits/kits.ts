import { Problem } from '../domain/problem.js';
import { expressKit, flaskKit, nodeKit } from './code-kits.js';
import type { Kit } from './kit.js';
import { makeKit } from './make-kit.js';
import { n8nKit } from './n8n-kit.js';
import { nodeRedKit } from './node-red-kit.js';
import { zapierKit } from './zapier-kit.js';
import { kitTool, type RegisteredTool } from './kit-tool.js';

/** Every kit, in the order in which they are listed. */
export const KITS: readonly Kit[] = [nodeRedKit, n8nKit, makeKit, zapierKit, expressKit, nodeKit, flaskKit];

/** A kit as it is listed for a tool. */
export interface ListedKit extends Pick<Kit, 'name' | 'title' | 'filename' | 'summary'> {
  /** What to change in the tool so that the kit works on both roads, as sentences. */
  readonly notes: readonly string[];
}

export interface KitFile {
  readonly filename: string;
  readonly contentType: string;
  readonly text: string;
}

/** Working sellers, filled with a tool's own addresses and the names of its secrets (contract, section 3, `kits/{name}`). */
export class Kits {
  list(registered: RegisteredTool): ListedKit[] {
    const tool = kitTool(registered);
    return KITS.map((kit) => {
      const { name, title, filename, summary } = kit;
      return { name, title, filename, summary, notes: kit.notes?.(tool) ?? tool.notes };
    });
  }

  /** Throws 404 that names the kits there are. */
  render(registered: RegisteredTool, name: string): KitFile {
    const kit = KITS.find((one) => one.name === name);
    if (!kit) throw new Problem(404, 'unknown_kit', `There is no such kit. There are: ${names()}.`);
    const { filename, contentType } = kit;
    return { filename, contentType, text: kit.render(kitTool(registered)) };
  }
}

function names(): string {
  return KITS.map(({ name }) => name).join(', ');
}
