import type { DialectName } from '../domain/dialects/dialect.js';
import { FOREIGN_BODY_BYTES, mayBeForeign, type PinnedDialect, type Reading } from '../domain/reading.js';
import type { CheckState } from './forward-state.js';
import { HELD_BODY_BYTES } from './read-body.js';
import type { ToolSettings } from './seller-tools.js';

type Known = (Pick<CheckState, 'dialect' | 'monitor'> & { readonly finalUrl?: string | null }) | null;

/** By what an answer of this tool is read, of an order of which `known` is remembered. */
export function readingOf(tool: ToolSettings, known: Known, url: string): Reading {
  return {
    ...{ response: tool.response, known: known?.dialect ?? tool.dialect, url },
    ...{ locationMonitor: known?.monitor === 'working', operationMonitor: known?.monitor === 'operation' },
    ...{ finalUrl: known?.finalUrl ?? null },
  };
}

/** Whether an answer was the first of its order to be recognised as another system's. */
export function isNew(dialect: PinnedDialect | null, known: Pick<CheckState, 'dialect'>): dialect is DialectName {
  return dialect !== null && dialect !== 'roundtrip' && dialect !== known.dialect;
}

/** Bytes of such an answer that are held in memory; what is longer is read as it streams by. */
export function heldBytesOf(tool: ToolSettings, known: Known): number {
  return mayBeForeign(readingOf(tool, known, tool.jobUrl)) ? FOREIGN_BODY_BYTES : HELD_BODY_BYTES;
}
