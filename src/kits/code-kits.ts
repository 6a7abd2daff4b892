import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { fill, readTemplate } from './read-template.js';

const javascript = { filename: 'server.mjs', contentType: 'text/javascript; charset=utf-8' };

/** One file of plain Node.js. */
export const nodeKit: Kit = {
  ...javascript,
  name: 'node',
  title: 'Node.js',
  summary: 'One file of plain Node.js 20 or later, without packages: put your work in, set the secrets, start it.',
  render: (tool) => renderServer('node', tool),
};

/** The same with Express. */
export const expressKit: Kit = {
  ...javascript,
  name: 'express',
  title: 'Express',
  summary: 'One file for Express 5 on Node.js 20 or later: put your work in, set the secrets, start it.',
  render: (tool) => renderServer('express', tool),
};

/** One file of Python. */
export const flaskKit: Kit = {
  name: 'flask',
  title: 'Flask',
  summary: 'One file for Flask 2.2 or later on Python 3.9 or later: put your work in, set the secrets, start it.',
  filename: 'app.py',
  contentType: 'text/x-python; charset=utf-8',
  render: (tool) =>
    fill(readTemplate('app.py'), {
      TOOL_OF_THE_KIT: pythonLiteral(toolLiteral(tool)),
      SECRETS_OF_THE_KIT: pythonLiteral(tool.secrets),
    }),
};

function renderServer(framework: 'node' | 'express', tool: KitTool): string {
  const parts = [`head-${framework}`, 'tool', `serve-${framework}`];
  return fill(parts.map((part) => readTemplate(`js/${part}.mjs`)).join('\n'), {
    TOOL_OF_THE_KIT: literal(toolLiteral(tool)),
    SECRETS_OF_THE_KIT: literal(tool.secrets),
  });
}

/** What stands in the code: data and no code, whatever a tool is called. */
export function toolLiteral({ name, shortId, jobPath, statusPath, notes }: KitTool): Record<string, unknown> {
  return { name, short_id: shortId, job_path: jobPath, status_path: statusPath, notes };
}

/** JSON is JavaScript. */
export function literal(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** JSON of texts, lists and objects is Python as well, but for null. Lone surrogates are escaped in both. */
function pythonLiteral(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => one ?? '', 4);
}
