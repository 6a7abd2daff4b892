import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { N8nNodes, type N8nNode, type N8nPlacement } from './n8n-nodes.js';
import { n8nHeader, n8nPlace } from './n8n-place.js';
import { fill, readTemplate } from './read-template.js';

const LONGEST_NAME = 120;
const JOB = "$('Is it signed?').first().json";

/** A workflow of n8n's own nodes. */
export const n8nKit: Kit = {
  name: 'n8n',
  title: 'n8n',
  summary:
    'A workflow for n8n 2 with its own nodes only: import it, make three credentials, put your nodes in, publish.',
  filename: 'workflow.json',
  contentType: 'application/json; charset=utf-8',
  notes: (tool) => n8nPlace(tool).notes,
  render: (tool) => `${JSON.stringify(workflowOf(tool), null, 2)}\n`,
};

function workflowOf(tool: KitTool): object {
  const flow = new N8nNodes(tool);
  const nodes = [readMe(flow, tool), ...takeNodes(flow, tool), ...workNodes(flow, tool), ...endNodes(flow, tool)];
  return {
    id: flow.id('workflow'),
    name: `Roundtrip: ${tool.name}`.slice(0, LONGEST_NAME),
    nodes: [...nodes, ...askNodes(flow, tool)],
    connections: WIRES,
    active: false,
    // Without the execution's number nobody would know whose order failed.
    settings: { executionOrder: 'v1', saveDataErrorExecution: 'all' },
    pinData: {},
  };
}

/** The names under which a seller keeps its secrets in n8n. */
export function n8nCredentials(tool: KitTool): Readonly<Record<'header' | 'signing' | 'callback', object>> {
  const flow = new N8nNodes(tool);
  const named = (type: string, what: string) => ({
    [type]: { id: flow.id(what), name: `Roundtrip ${tool.shortId}: ${what}` },
  });
  return {
    header: named('httpHeaderAuth', n8nHeader(tool)),
    signing: named('crypto', 'signing secret'),
    callback: named('httpHeaderAuth', 'callback secret'),
  };
}

function takeNodes(flow: N8nNodes, tool: KitTool): N8nNode[] {
  const { jobPath } = n8nPlace(tool);
  const { signing } = n8nCredentials(tool);
  const hmac = {
    action: 'hmac',
    type: 'SHA256',
    value: '={{ $json.signed }}',
    dataPropertyName: 'right',
    encoding: 'base64',
  };
  const taken = `{ status: 'processing', progress: 0, message: 'Your order has been taken.' }`;
  return [
    webhook(flow, tool, 'A job', [0, 0], { httpMethod: 'POST', path: jobPath, options: { rawBody: true } }),
    flow.code('Read the job', readTemplate('n8n/read-the-job.js'), [200, 0]),
    flow.node('Sign it as well', 'crypto', 2, { at: [400, 0], more: { credentials: signing } }, hmac),
    flow.code('Is it signed?', readTemplate('n8n/is-it-signed.js'), [600, 0]),
    flow.ifThere('Refused?', '$json.refusal', [800, 0]),
    flow.respond('Refuse the job', '={{ $json.refusal.status }}', '{ error: $json.refusal.error }', [1020, -100]),
    flow.makeTable('Table of jobs', [1020, 80]),
    flow.find('Is it here already?', 'order_id', `${JOB}.order_id`, { at: [1220, 80] }),
    flow.ifTrue('The same run?', `$json.run_key === ${JOB}.run_key`, [1420, 80]),
    flow.respond(
      'Known already',
      202,
      `{ status: 'processing', order_id: $json.order_id, message: 'This order is known already.' }`,
      [1640, -40],
    ),
    flow.keep(
      'Keep the order',
      `${JOB}.order_id`,
      {
        ...{ order_id: `${JOB}.order_id`, run_key: `${JOB}.run_key`, callback_url: `${JOB}.callback_url` },
        ...{ execution_id: '$execution.id', answer: `JSON.stringify(${taken})`, report: "''" },
      },
      [1640, 140],
    ),
    flow.respond('Answer the job', 202, `{ ...${taken}, order_id: $json.order_id }`, [1840, 140]),
    flow.forgetOld('Forget old orders', [2060, 300]),
  ];
}

function workNodes(flow: N8nNodes, tool: KitTool): N8nNode[] {
  const halfWay = `{ status: 'processing', progress: 50, message: 'Half way there.' }`;
  const report = `JSON.stringify({ ok: true, order_id: $json.order_id, ...JSON.parse($json.answer) })`;
  return [
    flow.keep('Half way', `${JOB}.order_id`, { answer: `JSON.stringify(${halfWay})` }, [2060, 60]),
    callback(flow, tool, 'Tell how far it is', report, [2260, 60]),
    flow.code('Make the result (your work)', readTemplate('n8n/your-work.js'), [2480, 60]),
    flow.code('Completed', readTemplate('n8n/completed.js'), [2720, 60]),
    flow.node('Whatever fails', 'errorTrigger', 1, { at: [2260, 440] }),
    flow.find('Whose order?', 'execution_id', '$json.execution.id', { at: [2480, 440] }),
    flow.code('Failed', readTemplate('n8n/failed.js'), [2720, 440]),
  ];
}

function endNodes(flow: N8nNodes, tool: KitTool): N8nNode[] {
  const columns = { answer: '$json.answer', report: '$json.report' };
  const wait: object = { resume: 'timeInterval', amount: '={{ $json.wait_s }}', unit: 'seconds' };
  return [
    flow.keep('Keep the end', '$json.order_id', columns, [2960, 240]),
    callback(flow, tool, 'Tell Roundtrip', '$json.report', [3180, 240]),
    flow.code('Taken, or once more?', readTemplate('n8n/once-more.js'), [3400, 240]),
    flow.node('Wait', 'wait', 1.1, { at: [3400, 440], more: { webhookId: flow.id('Wait') } }, wait),
  ];
}

function askNodes(flow: N8nNodes, tool: KitTool): N8nNode[] {
  const { statusPath } = n8nPlace(tool);
  const missing = { onError: 'continueRegularOutput' };
  return [
    webhook(flow, tool, 'A check', [0, 440], { httpMethod: 'GET', path: statusPath, options: {} }),
    flow.find('Look it up', 'order_id', '$json.params.order_id', { at: [240, 440], more: missing }),
    flow.ifThere('Known?', '$json.answer', [480, 440]),
    flow.respond('Tell the status', 200, 'JSON.parse($json.answer)', [720, 360]),
    flow.respond('Unknown order', 404, `{ error: 'This order is not known here.' }`, [720, 540]),
  ];
}

function webhook(
  flow: N8nNodes,
  tool: KitTool,
  name: string,
  at: N8nPlacement['at'],
  fields: { httpMethod: string; path: string; options: object },
): N8nNode {
  const { statusId } = n8nPlace(tool);
  const parameters = { ...fields, authentication: 'headerAuth', responseMode: 'responseNode' };
  const webhookId = fields.path.includes(':') ? statusId : flow.id(name);
  const more = { webhookId, credentials: n8nCredentials(tool).header };
  return flow.node(name, 'webhook', 2, { at, more }, parameters);
}

/** One POST to Roundtrip, which never fails the workflow. The secret goes there and nowhere else: no redirects. */
function callback(flow: N8nNodes, tool: KitTool, name: string, body: string, at: N8nPlacement['at']): N8nNode {
  const hasSecret = tool.secrets.callback !== null;
  const auth = hasSecret ? { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' } : {};
  const parameters = {
    ...{ method: 'POST', url: '={{ $json.callback_url }}', ...auth, sendBody: true },
    ...{ contentType: 'json', specifyBody: 'json', jsonBody: `={{ ${body} }}` },
    options: {
      redirect: { redirect: { followRedirects: false } },
      response: { response: { fullResponse: true, neverError: true } },
      timeout: 30_000,
    },
  };
  const credentials = hasSecret ? { credentials: n8nCredentials(tool).callback } : {};
  const more = { ...credentials, onError: 'continueRegularOutput' };
  return flow.node(name, 'httpRequest', 4.2, { at, more }, parameters);
}

function readMe(flow: N8nNodes, tool: KitTool): N8nNode {
  const { jobUrl, statusUrl, notes } = n8nPlace(tool);
  const { header, signing, callback: calling } = n8nCredentials(tool);
  const names = [header, signing, ...(tool.secrets.callback ? [calling] : [])].map(nameOf);
  const [headerName, signingName, callbackName] = names;
  const credentials = [
    `   - *${headerName}* (Header Auth): ${n8nHeader(tool)}, as in the tool's auth_headers`,
    `   - *${signingName}* (Crypto, Hmac Secret): what this prints: \`echo whsec_… | cut -c7- | base64 -d\``,
    ...(callbackName ? [`   - *${callbackName}* (Header Auth): x-callback-secret, and the callback secret`] : []),
  ];
  const content = fill(readTemplate('n8n/read-me.md'), {
    SHORT_ID_OF_THE_KIT: tool.shortId,
    CREDENTIALS_OF_THE_KIT: credentials.join('\n'),
    JOB_OF_THE_KIT: jobUrl,
    STATUS_OF_THE_KIT: statusUrl,
    TABLE_OF_THE_KIT: flow.table,
    NOTES_OF_THE_KIT: notes.map((note) => `\n**To do:** ${note}`).join('\n'),
  });
  return flow.node('Read me', 'stickyNote', 1, { at: [-20, -480] }, { content, height: 380, width: 760 });
}

function nameOf(credential: object): string {
  return (Object.values(credential)[0] as { name: string }).name;
}

/** Node, and for each of its outputs where it goes. */
const ROUTES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'A job': [['Read the job']],
  'Read the job': [['Sign it as well']],
  'Sign it as well': [['Is it signed?']],
  'Is it signed?': [['Refused?']],
  'Refused?': [['Refuse the job'], ['Table of jobs']],
  'Table of jobs': [['Is it here already?']],
  'Is it here already?': [['The same run?']],
  'The same run?': [['Known already'], ['Keep the order']],
  'Keep the order': [['Answer the job']],
  'Answer the job': [['Half way', 'Forget old orders']],
  'Half way': [['Tell how far it is']],
  'Tell how far it is': [['Make the result (your work)']],
  'Make the result (your work)': [['Completed']],
  Completed: [['Keep the end']],
  'Whatever fails': [['Whose order?']],
  'Whose order?': [['Failed']],
  Failed: [['Keep the end']],
  'Keep the end': [['Tell Roundtrip']],
  'Tell Roundtrip': [['Taken, or once more?']],
  'Taken, or once more?': [['Wait']],
  Wait: [['Keep the end']],
  'A check': [['Look it up']],
  'Look it up': [['Known?']],
  'Known?': [['Tell the status'], ['Unknown order']],
};

const WIRES = Object.fromEntries(
  Object.entries(ROUTES).map(([name, outputs]) => [
    name,
    { main: outputs.map((to) => to.map((node) => ({ node, type: 'main', index: 0 }))) },
  ]),
);
