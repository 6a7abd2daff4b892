import type { KitTool } from './kit-tool.js';

/** A working seller for one platform, to be filled with a tool. */
export interface Kit {
  /** As in `GET /v1/tools/{short_id}/kits/{name}`. */
  readonly name: string;
  readonly title: string;
  /** One line: what it is, and what to do with it. */
  readonly summary: string;
  /** What the file is called when it is downloaded; ASCII. */
  readonly filename: string;
  readonly contentType: string;
  /** What to change in the tool beside its own notes, for this platform. */
  notes?(tool: KitTool): readonly string[];
  /** The whole file. It names secrets and never holds one. */
  render(tool: KitTool): string;
}
