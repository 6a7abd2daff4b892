import { literal } from './code-kits.js';
import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { FlowNodes, type FlowNode } from './node-red-nodes.js';
import { fill, readTemplate } from './read-template.js';

const GROUPS = {
  take: '1. An order comes in',
  work: '2. Your work',
  tell: '3. Roundtrip is told',
  ask: '4. Roundtrip asks',
};

/** A tab of Node-RED's own nodes. */
export const nodeRedKit: Kit = {
  name: 'node-red',
  title: 'Node-RED',
  summary: 'A flow for Node-RED 4 with its own nodes only: import it, put your nodes in, set the secrets, deploy.',
  filename: 'flow.json',
  contentType: 'application/json; charset=utf-8',
  render: (tool) => `${JSON.stringify(flowOf(tool), null, 2)}\n`,
};

function flowOf(tool: KitTool): FlowNode[] {
  const flow = new FlowNodes(tool);
  const nodes = [...takeNodes(flow, tool), ...workNodes(flow), ...tellNodes(flow, tool), ...askNodes(flow, tool)];
  const groups = [
    flow.group(GROUPS.take, nodes, 1252, 142, 34, 79),
    flow.group(GROUPS.work, nodes, 1252, 142, 34, 239),
    flow.group(GROUPS.tell, nodes, 1252, 82, 34, 399),
    flow.group(GROUPS.ask, nodes, 1252, 102, 34, 499),
  ];
  const info = infoOf(tool);
  const tab = { id: flow.tab, type: 'tab', label: `Roundtrip: ${tool.name}`, disabled: false, info, env: [] };
  const comment = flow.node('Read me', 'comment', { x: 110, y: 40 }, { info });
  return [tab, comment, ...groups, ...nodes];
}

function takeNodes(flow: FlowNodes, tool: KitTool): FlowNode[] {
  const group = GROUPS.take;
  const [headers, signing] = [literal(tool.secrets.headers), literal(tool.secrets.signing)];
  return [
    flow.node('A job', 'http in', { x: 90, y: 140, to: [['Who sends it?']], group }, httpIn('post', tool.jobPath)),
    flow.code(
      'Who sends it?',
      fill(readTemplate('node-red/who-asks.js'), { HEADERS_OF_THE_KIT: headers }),
      { x: 280, y: 140, to: [['Is it signed?'], ['Answer the job']], group },
      true,
    ),
    flow.code(
      'Is it signed?',
      fill(readTemplate('node-red/is-signed.js'), { SIGNING_OF_THE_KIT: signing }),
      { x: 520, y: 120, to: [['Take the order once'], ['Answer the job']], group },
      true,
    ),
    flow.code('Take the order once', readTemplate('node-red/take-once.js'), {
      ...{ x: 800, y: 120, to: [['Answer the job'], ['to the work']], group },
    }),
    flow.node('Answer the job', 'http response', { x: 1120, y: 140, group }, { statusCode: '', headers: {} }),
    flow.node('to the work', 'link out', { x: 1015, y: 190, group }, link(flow, 'from the order', 'link')),
  ];
}

function workNodes(flow: FlowNodes): FlowNode[] {
  const group = GROUPS.work;
  const find = readTemplate('node-red/find.js').trimEnd();
  const code = (name: string) => fill(readTemplate(`node-red/${name}.js`), { FIND_OF_THE_KIT: find });
  return [
    flow.node('from the order', 'link in', { x: 75, y: 290, to: [['Half way']], group }, link(flow, 'to the work')),
    flow.code('Half way', code('half-way'), {
      ...{ x: 220, y: 290, to: [['Make the result (your work)'], ['to Roundtrip']], group },
    }),
    flow.code('Make the result (your work)', code('your-work'), { x: 520, y: 280, to: [['Completed']], group }),
    flow.code('Completed', code('completed'), { x: 840, y: 280, to: [['to Roundtrip']], group }),
    flow.node(
      'Whatever fails',
      'catch',
      { x: 560, y: 350, to: [['Failed']], group },
      { scope: 'group', uncaught: false },
    ),
    flow.code('Failed', code('failed'), { x: 820, y: 350, to: [['to Roundtrip']], group }),
    flow.node('to Roundtrip', 'link out', { x: 1015, y: 310, group }, link(flow, 'from the work', 'link')),
  ];
}

function tellNodes(flow: FlowNodes, tool: KitTool): FlowNode[] {
  const group = GROUPS.tell;
  const post = fill(readTemplate('node-red/prepare-post.js'), { CALLBACK_OF_THE_KIT: literal(tool.secrets.callback) });
  return [
    flow.node(
      'from the work',
      'link in',
      { x: 75, y: 440, to: [['Prepare the POST']], group },
      link(flow, 'to Roundtrip'),
    ),
    flow.code('Prepare the POST', post, { x: 230, y: 440, to: [['POST to callback_url']], group }),
    flow.node(
      'POST to callback_url',
      'http request',
      { x: 470, y: 440, to: [['Taken, or once more?']], group },
      { ...REQUEST, method: 'use', ret: 'txt' },
    ),
    flow.code('Taken, or once more?', readTemplate('node-red/once-more.js'), {
      ...{ x: 760, y: 440, to: [['Wait, then again']], group },
    }),
    flow.node('Wait, then again', 'delay', { x: 1050, y: 440, to: [['Prepare the POST']], group }, DELAY),
  ];
}

function askNodes(flow: FlowNodes, tool: KitTool): FlowNode[] {
  const group = GROUPS.ask;
  const path = tool.statusPath.replace('{order_id}', ':order_id');
  const whoAsks = fill(readTemplate('node-red/who-asks.js'), { HEADERS_OF_THE_KIT: literal(tool.secrets.headers) });
  return [
    flow.node('A check', 'http in', { x: 100, y: 560, to: [['Who asks?']], group }, httpIn('get', path)),
    flow.code('Who asks?', whoAsks, { x: 280, y: 560, to: [['Tell the status'], ['Answer the check']], group }, true),
    flow.code('Tell the status', readTemplate('node-red/tell-status.js'), {
      ...{ x: 540, y: 540, to: [['Answer the check']], group },
    }),
    flow.node('Answer the check', 'http response', { x: 820, y: 560, group }, { statusCode: '', headers: {} }),
  ];
}

const DELAY = {
  ...{ pauseType: 'delayv', timeout: '1', timeoutUnits: 'seconds', rate: '1', nbRateUnits: '1', rateUnits: 'second' },
  ...{ randomFirst: '1', randomLast: '5', randomUnits: 'seconds', drop: false, allowrate: false, outputs: 1 },
};
const REQUEST = {
  ...{ paytoqs: 'ignore', url: '', tls: '', persist: false, proxy: '', insecureHTTPParser: false, authType: '' },
  ...{ senderr: false, headers: [] },
};

/** The body as it comes: the signature is over its bytes. */
function httpIn(method: 'get' | 'post', url: string): Record<string, unknown> {
  return { url, method, upload: false, skipBodyParsing: method === 'post', swaggerDoc: '' };
}

function link(flow: FlowNodes, to: string, mode?: 'link'): Record<string, unknown> {
  return { ...(mode ? { mode } : {}), links: [flow.id(to)] };
}

function infoOf({ shortId, origin, jobPath, statusPath, secrets, notes }: KitTool): string {
  const variables = [...Object.values(secrets.headers), secrets.signing, secrets.callback].filter(
    (one) => one !== null,
  );
  return fill(readTemplate('node-red/info.md'), {
    SHORT_ID_OF_THE_KIT: shortId,
    JOB_OF_THE_KIT: `${origin}${jobPath}`,
    STATUS_OF_THE_KIT: `${origin}${statusPath}`,
    VARIABLES_OF_THE_KIT: variables.join(', '),
    NOTES_OF_THE_KIT: notes.map((note) => `\nTo do: ${note}`).join('\n'),
  });
}
