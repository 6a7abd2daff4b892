import type { JsonObject } from '../strict-json.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, fieldOf, instantIn, objectIn, percent, saysOneOf, textIn } from './foreign-values.js';
import {
  codeOf,
  completed,
  elsewhere,
  failed,
  handleOf,
  messageOf,
  refuseShape,
  unknownState,
  working,
} from './foreign-verdict.js';

const TITLE = 'Azure operation';
const WORKING = [
  ...['NotStarted', 'Accepted', 'Pending', 'Queued', 'InProgress', 'Running', 'Canceling', 'Cancelling'],
  ...['Creating', 'Updating', 'Deleting', 'Provisioning', 'Resizing'],
];
const FAILED = ['Failed', 'Canceled', 'Cancelled'];
/** As the guidelines spell them, and as Azure AI services do. */
const WORDS = [...WORKING, ...FAILED, 'Succeeded'].flatMap((word) => [
  word,
  word.charAt(0).toLowerCase() + word.slice(1),
]);
const OF_AN_OPERATION = [
  ...['percentComplete', 'resourceLocation', 'resourceId'],
  ...['createdDateTime', 'lastUpdatedDateTime', 'lastActionDateTime'],
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MONITORS = ['operation-location', 'azure-asyncoperation', 'location'];

/**
 * The status monitor of an Azure long-running operation, as `Operation-Location` or `Azure-AsyncOperation` name it.
 * Sources: Azure REST API Guidelines, "The Status Monitor Resource" (https://github.com/microsoft/api-guidelines, azure/Guidelines.md):
 * `{ id, kind, status: NotStarted | Running | Succeeded | Failed | Canceled, error, result }`; and Azure Resource Manager, "Track
 * asynchronous operations" (https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations):
 * `{ id, name, status, startTime, endTime, percentComplete, properties, error }`. Azure AI services spell the states in camelCase.
 * Resource Manager lets every other word mean "still running"; here only the words listed do, and others are told as unreadable.
 *
 * The result of `Succeeded`: `result`; else what stands at `resourceLocation` or at the answer's `Location`; else `properties`; else
 * the whole body, where services put properties of their own (`analyzeResult`).
 *
 * Marks: one of Azure's words in `status`, and two of: the fields that only such an operation has (each counts), a `startTime` or
 * `endTime`, a GUID in `name`, an `id` that is a path to an operation; or one of these headers: `x-ms-...`, `Operation-Location`,
 * `Azure-AsyncOperation`. A bare `{ id, status }` bears none: see `operationMonitor` in recognise.ts.
 */
export const azure: Dialect = {
  name: 'azure',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

/** Whether a body says one of Azure's words, which is enough where the URL asked was named by one of Azure's headers. */
export function saysAzureWord({ body }: ForeignAnswer): boolean {
  return saysOneOf(body, 'status', WORDS);
}

function bearsMarks(answer: ForeignAnswer): boolean {
  if (!saysAzureWord(answer)) return false;
  const named = Object.keys(answer.headers).some(
    (name) => name.startsWith('x-ms-') || name === 'operation-location' || name === 'azure-asyncoperation',
  );
  if (named) return true;
  const { body } = answer;
  const signs = [
    countFields(body, ['startTime', 'endTime']) > 0,
    GUID.test(textIn(body, 'name') ?? ''),
    /^\/.*\/operation/i.test(textIn(body, 'id') ?? ''),
  ];
  return countFields(body, OF_AN_OPERATION) + signs.filter(Boolean).length >= 2;
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const { body, status } = answer;
  const state = fieldOf(body, 'status') ?? fieldOf(objectIn(body, 'properties'), 'provisioningState');
  // 202 without a word is what the monitor named by Location answers while it works.
  if (state === undefined && status === 202) return working();
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  if (isOneOf(WORKING, state)) return working(null, percent(fieldOf(body, 'percentComplete')));
  if (isOneOf(['Succeeded'], state)) return readSuccess(answer, body as JsonObject);
  if (isOneOf(FAILED, state)) return readFailed(body as JsonObject, state as string);
  return unknownState(TITLE, state);
}

function readSuccess(answer: ForeignAnswer, body: JsonObject): ForeignVerdict {
  const at = instantIn(body, 'endTime') ?? instantIn(body, 'lastUpdatedDateTime');
  const result = fieldOf(body, 'result') ?? null;
  if (result !== null) return completed(result, at);
  const location = textIn(body, 'resourceLocation') ?? answer.headers['location'];
  if (location !== undefined) return elsewhere(location, answer, at);
  return completed(objectIn(body, 'properties') ?? body, at);
}

function readFailed(body: JsonObject, state: string): ForeignVerdict {
  const error = fieldOf(body, 'error');
  return failed(messageOf(error) ?? `The operation ended as ${state}.`, codeOf(error));
}

/** Azure compares states without regard to case. */
function isOneOf(words: readonly string[], state: unknown): boolean {
  return typeof state === 'string' && words.some((word) => word.toLowerCase() === state.toLowerCase());
}

function handle(reply: ForeignAnswer): Handle {
  const named = MONITORS.map((name) => reply.headers[name]).find((value) => value !== undefined);
  const id = textIn(reply.body, 'id') ?? textIn(reply.body, 'name') ?? reply.headers['operation-id'] ?? null;
  return handleOf(reply, id, named ?? null);
}
