import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { MakeModules, type Condition, type Filter, type MakeModule } from './make-modules.js';
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
  const refusal = '{"error":"The headers or the signature are missing, old or wrong."}';
  const others = make.respond('Refuse', 401, refusal, strangers(tool));
  return [hook, make.router([checks, jobs, [others]])];
}

const METHOD = '{{1.__IMTMETHOD__}}';

/** Make's routers take every route whose filter lets pass: whoever is no check and no job is told in so many words. */
function strangers(tool: KitTool): Filter {
  const { signature, age } = proofOf(tool);
  const wrong = headersOf(tool).map(([given, , wanted]): Condition => [given, 'text:notequal', wanted]);
  const asks: Condition = [METHOD, 'text:equal', 'GET'];
  const sends: Condition = [METHOD, 'text:equal', 'POST'];
  return {
    name: 'Neither a check nor a job',
    any: [
      ...wrong.flatMap((one) => [
        [asks, one],
        [sends, one],
      ]),
      [sends, [signature[0], 'text:notcontain', signature[2]]],
      [sends, [age[0], 'number:greaterorequal', age[2]]],
      [
        [METHOD, 'text:notequal', 'GET'],
        [METHOD, 'text:notequal', 'POST'],
      ],
    ],
  };
}

/** What a job's signature and time must be. */
function proofOf(tool: KitTool) {
  const at = header('webhook-timestamp');
  const wanted =
    `{{"v1," + sha256(${header('webhook-id')} + "." + ${at} + "." + 1.value; "base64"; ` +
    `replace(var.team.${tool.secrets.signing}; "whsec_"; ""); "base64")}}`;
  const signature = [`{{${header('webhook-signature')}}}`, 'text:contain', wanted] as const;
  const age = [`{{abs(formatDate(now; "X") - ${at})}}`, 'number:less', '300'] as const;
  return { signature, age };
}

function checkFlow(make: MakeModules, tool: KitTool): MakeModule[] {
  const filter: Filter = { name: 'A check', any: [[[METHOD, 'text:equal', 'GET'], ...headersOf(tool)]] };
  const mapper = { key: '{{1.order_id}}', returnWrapped: false };
  const look = make.module('datastore:GetRecord', 'Look it up', mapper, { filter });
  const answer = `{{${look.id}.answer}}`;
  const known = make.respond('Tell the status', 200, answer, { name: 'Known', any: [[[answer, 'exist']]] });
  const unknown = make.respond('Unknown order', 404, '{"error":"This order is not known here."}', {
    ...{ name: 'Unknown', any: [[[answer, 'notexist']]] },
  });
  return [look, make.router([[known], [unknown]])];
}

function jobFlow(make: MakeModules, tool: KitTool): MakeModule[] {
  const { signature, age } = proofOf(tool);
  const filter: Filter = {
    name: 'A job, signed and fresh',
    any: [[[METHOD, 'text:equal', 'POST'], ...headersOf(tool), signature, age]],
  };
  const parsed = make.module('json:ParseJSON', 'Read the job', { json: '{{1.value}}' }, { filter });
  const order = `${parsed.id}.order_id`;
  const look = make.module('datastore:GetRecord', 'Is it here already?', { key: `{{${order}}}`, returnWrapped: false });
  const runKey = `{{${header('idempotency-key')}}}`;
  const known = make.respond('Known already', 202, `{"status":"processing","order_id":"{{${order}}}"}`, {
    ...{ name: 'The same run', any: [[[`{{${look.id}.run_key}}`, 'text:equal', runKey]]] },
  });
  return [parsed, look, make.router([[known], newJob(make, tool, parsed.id, { look: look.id, runKey })])];
}

function newJob(make: MakeModules, tool: KitTool, job: number, { look, runKey }: { look: number; runKey: string }) {
  const [order, callbackUrl] = [`{{${job}.order_id}}`, `{{${job}.callback_url}}`];
  const row = { run_key: runKey, callback_url: callbackUrl };
  const taken = '{"status":"processing","progress":0,"message":"Your order has been taken."}';
  const secret = tool.secrets.callback === null ? null : `{{var.team.${tool.secrets.callback}}}`;
  const isNew: Filter = { name: 'A new run', any: [[[`{{${look}.run_key}}`, 'text:notequal', runKey]]] };
  const keep = make.keep('Keep the order', order, { ...row, answer: taken }, isNew);
  const answer = make.respond('Answer the job', 202, `{"status":"processing","order_id":"${order}"}`);
  const fail = (error: string, filter?: Filter) =>
    failFlow(make, { order, callbackUrl, row, secret, error: quoted(error) }, filter);
  const test = `{{${job}.inputs.roundtrip_test}}`;
  const asksToFail: Filter = { name: 'It asks to fail', any: [[[test, 'text:equal', 'fail']]] };
  const failing = fail('This test order fails because it asks to.', asksToFail);
  const isWork: Filter = { name: 'Work', any: [[[test, 'text:notequal', 'fail']]] };
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

function failFlow(make: MakeModules, failing: Failing, filter?: Filter): MakeModule[] {
  const { order, callbackUrl, row, secret, error } = failing;
  const answer = `{"status":"failed","completed_at":"{{now}}","error":${error}}`;
  const body = `{"ok":false,"order_id":"${order}","error":${error}}`;
  return [
    make.keep('Failed', order, { ...row, answer }, filter),
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
