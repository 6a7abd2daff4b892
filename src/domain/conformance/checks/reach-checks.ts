import { fail, pass, skip, type Check, type Finding } from '../check.js';
import { lastOf, probesOf, STATUS_PROBES, type Evidence, type ProbeAnswer } from '../evidence.js';

/** What keeps a request from being made at all, or from being trusted. */
const UNREACHED: ReadonlySet<string | null> = new Set([
  ...['dns_error', 'tls_error', 'connection_error', 'blocked_address', 'timeout'],
]);

const jobProbes = ['job_no_auth', 'job_wrong_auth', 'job_unsigned', 'job_bad_signature', 'job_old_signature'] as const;

const jobAnswers = (evidence: Evidence) => jobProbes.flatMap((name) => probesOf(evidence, name));
export const statusAnswers = (evidence: Pick<Evidence, 'probes'>) =>
  STATUS_PROBES.flatMap((name) => probesOf(evidence, name));

function reached(answers: readonly ProbeAnswer[]): Finding | null {
  const [first] = answers;
  if (!first) return null;
  const through = answers.filter(({ status }) => status !== null);
  if (through.length === answers.length) return pass(`All of ${answers.length} calls were answered.`);
  const broken = answers.find(({ failure }) => UNREACHED.has(failure)) ?? first;
  if (through.length > 0)
    return fail(`${answers.length - through.length} of ${answers.length} calls failed: ${broken.message}`);
  return fail(broken.message ?? 'No call was answered.');
}

function redirected(answers: readonly ProbeAnswer[]): Finding | null {
  const found = answers.find(({ status }) => status !== null && status >= 300 && status < 400 && status !== 304);
  if (found) return fail(`It answered HTTP ${found.status}, to ${found.headers['location'] ?? 'nowhere'}.`);
  return answers.some(({ status }) => status !== null) ? pass('No answer was a redirect.') : null;
}

const TUNNEL = 'Use a name with a certificate of a public authority (Let’s Encrypt, or the tunnel of your platform).';

export const REACH_CHECKS: readonly Check[] = [
  {
    ...{ id: 'reach.job', level: 'must', probe: 'job_no_auth' },
    title: 'The job URL is reached over HTTPS',
    expected: 'Every call is answered, and the certificate chain is good.',
    fix: `Open the job URL to the internet over HTTPS, with the whole chain of certificates. ${TUNNEL}`,
    fixOn: {
      n8n: 'Set WEBHOOK_URL to the public https address of your n8n, and put a proxy with a certificate before it.',
      'node-red': 'Set `https` in settings.js, or put a proxy such as Caddy with a certificate before Node-RED.',
    },
    judge: (evidence) => reached(jobAnswers(evidence)),
  },
  {
    ...{ id: 'reach.status', level: 'must', probe: 'status_unknown' },
    title: 'The status URL is reached over HTTPS',
    expected: 'Every call is answered, and the certificate chain is good.',
    fix: `Open the status URL to the internet over HTTPS, with the whole chain of certificates. ${TUNNEL}`,
    judge: (evidence) =>
      evidence.tool.hasStatusUrl
        ? reached(probesOf(evidence, 'status_unknown'))
        : skip('The tool has no status URL: its orders end by callback alone.'),
  },
  {
    ...{ id: 'reach.job-redirect', level: 'must', probe: 'job_no_auth' },
    title: 'The job URL does not redirect',
    expected: 'An answer of its own. Redirects are not followed, since they could lead your headers elsewhere.',
    fix: 'Register the final URL: with https, with or without the slash at its end and the “www”, as your server wants it.',
    judge: (evidence) => redirected(jobAnswers(evidence)),
  },
  {
    ...{ id: 'reach.status-redirect', level: 'must', probe: 'status_unknown' },
    title: 'The status URL does not redirect',
    expected: 'An answer of its own. Redirects are not followed, since they could lead your headers elsewhere.',
    fix: 'Register the final URL: with https, with or without the slash at its end and the “www”, as your server wants it.',
    judge: (evidence) =>
      evidence.tool.hasStatusUrl ? redirected(statusAnswers(evidence)) : skip('The tool has no status URL.'),
  },
  {
    ...{ id: 'reach.no-test-url', level: 'must', probe: 'job_no_auth' },
    title: 'The job URL is the one for production',
    expected: 'A URL that works while nobody has the editor open.',
    fix: 'Activate the flow and register its production URL.',
    fixOn: {
      n8n: 'Publish the workflow and register the Production URL of the webhook (/webhook/…, not /webhook-test/…).',
    },
    judge: (evidence) => {
      const answer = lastOf(evidence, 'job_no_auth');
      if (!answer) return null;
      return /webhook .* is not registered|webhook-test/.test(answer.excerpt)
        ? fail(`It answered HTTP ${answer.status}: ${answer.excerpt.slice(0, 200)}`)
        : pass('It answered as a flow that is live.');
    },
  },
];
