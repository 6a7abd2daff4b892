import { describe, expect, it } from '@jest/globals';
import type { Tool } from '../../api/client.ts';
import { formOf, movesOrigin, newToolOf, patchOf, type ToolForm } from './tool-form.ts';

const tool = {
  ...{ short_id: 'letters', seller_id: 'sel_1', name: 'Letters', job_url: 'https://a.test/job' },
  ...{ status_url: 'https://a.test/status/{order_id}', status_batch_url: null, auth_headers: { 'X-Key': '••••' } },
  ...{ payload_template: null, response: null, remote_id_at: null, dialect: null, callback_auth: 'secret' },
  poll: { strategy: 'fixed', initial_s: 60, interval_s: 60, jitter: 0.2, max_checks: 90 },
  ...{ inputs_schema: { type: 'object' }, deadline_s: 3600, max_concurrency: 10, mirror_result_url: false },
  ...{ grade: null, graded_at: null, paused_at: null, pause_reason: null, created_at: '', updated_at: '' },
} as Tool;
const before = formOf(tool, false);
const typed = (fields: Partial<ToolForm>): ToolForm => ({ ...before, ...fields });

describe('a change of a tool', () => {
  it('sends nothing where nothing was typed', () => {
    expect(patchOf(before, formOf(tool, false))).toEqual({});
    expect(patchOf(before, typed({ name: ' Letters ', inputs_schema: '{"type":"object"}' }))).toEqual({});
  });

  it('sends only what was typed anew, and null for what was emptied', () => {
    expect(patchOf(before, typed({ name: 'Long letters', status_url: '', deadline_s: '' }))).toEqual({
      ...{ name: 'Long letters', status_url: null, deadline_s: null },
    });
  });

  it('sends headers only where all of them were typed anew', () => {
    expect(patchOf(before, typed({ headers: [{ name: 'X-Key', value: 'new' }] }))).toEqual({
      auth_headers: { 'X-Key': 'new' },
    });
  });

  it('keeps what of its plan has no field here', () => {
    const faster = typed({ plan: { ...before.plan, interval_s: '5' } });
    expect(patchOf(before, faster).poll).toEqual({
      ...{ strategy: 'fixed', initial_s: 60, interval_s: 5, jitter: 0.2, max_checks: 90 },
    });
  });

  it('takes along to another strategy only what every strategy has', () => {
    expect(patchOf(before, typed({ strategy: 'sweep' })).poll).toEqual({ strategy: 'sweep', max_checks: 90 });
  });
});

describe('the headers of a tool', () => {
  it('are needed anew where a URL goes to an origin that it did not have', () => {
    expect(movesOrigin(before, typed({ job_url: 'https://a.test:443/other' }))).toBe(false);
    expect(movesOrigin(before, typed({ job_url: 'https://b.test/job' }))).toBe(true);
    expect(movesOrigin(before, typed({ status_url: 'https://a.test:8443/{order_id}' }))).toBe(true);
  });
});

describe('a new tool', () => {
  it('leaves out what was left empty', () => {
    const form = { ...formOf(null, true), seller_id: 'sel_1', name: ' Letters ', job_url: ' https://a.test/job ' };
    const body = newToolOf({ ...form, headers: [{ name: 'X-Key', value: 'k' }] });
    expect(body).toEqual({
      ...{ seller_id: 'sel_1', name: 'Letters', job_url: 'https://a.test/job', auth_headers: { 'X-Key': 'k' } },
      ...{ callback_auth: 'secret', mirror_result_url: false, poll: { strategy: 'sweep' } },
    });
  });
});
