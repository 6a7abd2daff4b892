import type { Figures, Outcome } from './outcome.js';

/** A table of what happened, and below it what is not as it must be. */
export function outcomeText({ figures, findings, aftermath, errors }: Outcome): string {
  const rows = rowsOf(figures);
  const width = Math.max(...rows.map(([what]) => what.length));
  const outcomes = aftermath.attempts.map(({ kind, outcome, n }) => `${kind} ${outcome} ${n}`).join(', ');
  return [
    '',
    ...rows.map(([what, figure]) => `${what.padEnd(width)}  ${figure}`),
    '',
    `attempts: ${outcomes}`,
    ...(errors.size > 0 ? ['', 'errors in the logs:'] : []),
    ...[...errors].map(([text, n]) => `${String(n).padStart(6)}  ${text}`),
    '',
    ...findings.map((finding) => `NOT AS IT MUST BE: ${finding}`),
    findings.length === 0
      ? `0 lost, 0 finished twice, 0 stuck, no work without its job: all is as it must be (seed ${figures.seed})`
      : `${findings.length} findings (seed ${figures.seed})`,
  ].join('\n');
}

function rowsOf(figures: Figures): [string, string][] {
  const { SIGKILL, SIGTERM, SIGSTOP } = figures.kills;
  return [
    ['orders placed', `${figures.orders}`],
    [
      'kills',
      `${SIGKILL + SIGTERM + SIGSTOP} (SIGKILL ${SIGKILL}, SIGTERM ${SIGTERM}, SIGSTOP and SIGCONT ${SIGSTOP})`,
    ],
    ['restarts of the database', `${figures.databaseRestarts}`],
    ['starts of processes', `${figures.starts} (${figures.startsWithoutDatabase} found no database)`],
    ['POSTs to us without an answer, sent again', `${figures.unanswered}`],
    ['answers that sellers spoilt', `${figures.faults}`],
    ['jobs sent to sellers', `${figures.jobs} (${figures.jobsAgain} again)`],
    ['checks', `${figures.checks}`],
    ['callbacks', `${figures.callbacks}`],
    ['messages to the marketplace', `${figures.messages} (sent again ${figures.messagesAgain} times)`],
    ['jobs of an hour later, still there', `${figures.farJobs}`],
    ['calls of processes that stood still, made by others meanwhile', `${figures.takenOver}`],
    ['seconds of killing', `${figures.killingS}`],
    ['seconds from the last blow until all was over', `${figures.settledS}`],
    ['seconds in all', `${figures.totalS}`],
  ];
}
