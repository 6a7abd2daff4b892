import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { MakeModules, type Filter, type MakeModule } from './make-modules.js';
import { fill, readTemplate } from './read-template.js';

const LONGEST_NAME = 120;

/** A scenario of Make's own modules. */
export const makeKit: Kit = {
  name: 'make',
  title: 'Make',
  summary: 'A blueprint for a scenario of Make, with the steps to import it. Not tried in a real account.',
  filename: 'blueprint.json',
  contentType: 'application/json; charset=utf-8',
  notes: makeNotes,
  render: (tool) => `${JSON.stringify(blueprintOf(tool), null, 2)}\n`,
};

function blueprintOf(tool: KitTool): object {
  const variables = [...Object.values(tool.secrets.headers), tool.secrets.signing, tool.secrets.callback];
  const named = variables.filter((one) => one !== null).join(', ');
  const steps = fill(readTemplate('make/steps.md'), { VARIABLES_OF_THE_KIT: named }).trimEnd().split('\n');
  const roundtrip = { short_id: tool.shortId, job_url: `${tool.origin}${tool.jobPath}`, steps, to_do: makeNotes(tool) };
  return {
    name: `Roundtrip: ${tool.name}`.slice(0, LONGEST_NAME),
    flow: flowOf(tool),
    metadata: {
      ...{ version: 1, instant: true, designer: { orphans: [] }, zone: '' },
      scenario: {
        roundtrips: 1,
        maxErrors: 3,
        autoCommit: true,
        sequential: true,
        confidential: false,
        dataloss: false,
      },
    },
    // Make reads past this part.
    roundtrip,
  };
}

/** Make's hooks have one address: checks come to it as well, by GET, with the order in the query. */
function makeNotes(tool: KitTool): string[] {
  return [
    'PATCH job_url to the URL of the webhook that Make shows.',
    'PATCH status_url to the same URL with ?order_id={remote_id} behind it, and remote_id_at to "/order_id".',
    ...tool.notes.filter((note) => !/^PATCH (job|status)_url /.test(note)),
  ];
}

function flowOf(tool: KitTool): MakeModule[] {
  const make = new MakeModules();
  const hook = make.module('gateway:CustomWebHook', 'A job, or a check', {}, { parameters: { maxResults: 1 } });
  const checks = checkFlow(make, tool);
  const jobs = jobFlow(make, tool);
  const others = make.respond('Refuse', 401, '{"error":"The headers or the signature are missing, old or wrong."}');
  return [hook, make.router([checks, jobs, [others]])];
}

function checkFlow(make: MakeModules, tool: KitTool): MakeModule[] {
  const filter = { name: 'A check', all: [['{{1.__IMTMETHOD__}}', 'text:equal', 'GET'], ...headersOf(tool)] } as Filter;
  const mapper = { key: '{{1.order_id}}', returnWrapped: false };
  const look = make.module('datastore:GetRecord', 'Look it up', mapper, { filter });
  const answer = `{{${look.id}.answer}}`;
  const known = make.respond('Tell the status', 200, answer, { name: 'Known', all: [[answer, 'exist']] });
  const unknown = make.respond('Unknown order', 404, '{"error":"This order is not known here."}', {
    ...{ name: 'Unknown', all: [[answer, 'notexist']] },
  });
  return [look, make.router([[known], [unknown]])];
}

function jobFlow(make: MakeModules, tool: KitTool): MakeModule[] {
  const at = header('webhook-timestamp');
  const wanted =
    `{{"v1," + sha256(${header('webhook-id')} + "." + ${at} + "." + 1.value; "base64"; ` +
    `replace(var.team.${tool.secrets.signing}; "whsec_"; ""); "base64")}}`;
  const filter = {
    name: 'A job, signed and fresh',
    all: [
      ['{{1.__IMTMETHOD__}}', 'text:equal', 'POST'],
      ...headersOf(tool),
      [`{{${header('webhook-signature')}}}`, 'text:contain', wanted],
      [`{{abs(formatDate(now; "X") - ${at})}}`, 'number:less', '300'],
    ],
  } as Filter;
  const parsed = make.module('json:ParseJSON', 'Read the job', { json: '{{1.value}}' }, { filter });
  const order = `${parsed.id}.order_id`;
  const look = make.module('datastore:GetRecord', 'Is it here already?', { key: `{{${order}}}`, returnWrapped: false });
  const runKey = `{{${header('idempotency-key')}}}`;
  const known = make.respond('Known already', 202, `{"status":"processing","order_id":"{{${order}}}"}`, {
    ...{ name: 'The same run', all: [[`{{${look.id}.run_key}}`, 'text:equal', runKey]] },
  });
  return [parsed, look, make.router([[known], newJob(make, tool, parsed.id, { look: look.id, runKey })])];
}

function newJob(make: MakeModules, tool: KitTool, job: number, { look, runKey }: { look: number; runKey: string }) {
  const [order, callbackUrl] = [`{{${job}.order_id}}`, `{{${job}.callback_url}}`];
  const row = { run_key: runKey, callback_url: callbackUrl };
  const taken = '{"status":"processing","progress":0,"message":"Your order has been taken."}';
  const secret = tool.secrets.callback === null ? null : `{{var.team.${tool.secrets.callback}}}`;
  const isNew = { name: 'A new run', all: [[`{{${look}.run_key}}`, 'text:notequal', runKey]] } as Filter;
  const keep = { ...make.keep('Keep the order', order, { ...row, answer: taken }), filter: isNew };
  const answer = make.respond('Answer the job', 202, `{"status":"processing","order_id":"${order}"}`);
  const fail = (error: string) => failFlow(make, { order, callbackUrl, row, secret, error: quoted(error) });
  const failing = fail('This test order fails because it asks to.');
  const test = `{{${job}.inputs.roundtrip_test}}`;
  failing[0] = {
    ...failing[0]!,
    filter: { name: 'It asks to fail', conditions: [[{ a: test, o: 'text:equal', b: 'fail' }]] },
  };
  const isWork = { name: 'Work', all: [[test, 'text:notequal', 'fail']] } as Filter;
  const set = { name: 'result', scope: 'roundtrip', value: `{{upper(${job}.inputs.prompt)}}` };
  const work = make.module('util:SetVariable2', 'Make the result (your work)', set, { filter: isWork });
  const onerror = [...fail('{{error.message}}'), make.module('builtin:Ignore', 'Done', {})];
  const text = `"output_type":"text","result_text":${quoted(`{{${work.id}.result}}`)}`;
  const done = make.keep('Completed', order, {
    ...row,
    answer: `{"status":"completed","completed_at":"{{now}}",${text}}`,
  });
  const tell = make.callback('Tell Roundtrip', callbackUrl, `{"ok":true,"order_id":"${order}",${text}}`, secret);
  return [keep, answer, make.router([failing, [{ ...work, onerror }, done, tell]])];
}

interface Failing {
  readonly order: string;
  readonly callbackUrl: string;
  readonly row: Readonly<Record<string, string>>;
  readonly secret: string | null;
  /** JSON. */
  readonly error: string;
}

function failFlow(make: MakeModules, { order, callbackUrl, row, secret, error }: Failing): MakeModule[] {
  const answer = `{"status":"failed","completed_at":"{{now}}","error":${error}}`;
  const body = `{"ok":false,"order_id":"${order}","error":${error}}`;
  return [
    make.keep('Failed', order, { ...row, answer }),
    make.callback('Tell of the failure', callbackUrl, body, secret),
  ];
}

/** A text in JSON, with what breaks one taken out of the values that are put in. */
function quoted(text: string): string {
  return `"${text.replace(/\{\{(.+)\}\}/, (_all, value: string) => `{{replace(replace(replace(${value}; "\\"; " "); """"; "'"); newline; " ")}}`)}"`;
}

/** The value of a header of the request; Make gives names in lower case. */
function header(name: string): string {
  return `get(map(1.__IMTHEADERS__; "value"; "name"; "${name}"); 1)`;
}

function headersOf({ secrets }: KitTool): [string, string, string][] {
  return Object.entries(secrets.headers).map(([name, variable]) => [
    `{{${header(name.toLowerCase().replaceAll('"', ''))}}}`,
    'text:equal',
    `{{var.team.${variable}}}`,
  ]);
}
