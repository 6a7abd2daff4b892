import { skip, type Finding } from '../check.js';
import { aboutTheOrder, lastOf, type Evidence, type ProbeAnswer } from '../evidence.js';

const NO_STATUS = skip('The tool has no status URL.');

/** What is known of a tool with a status URL; without one there is nothing to find. */
export const ofStatus = (judge: (evidence: Evidence) => Finding | null) => (evidence: Evidence) =>
  evidence.tool.hasStatusUrl ? judge(evidence) : NO_STATUS;

export const notAsked = (evidence: Evidence, why = 'It was not asked: no order came that far.') =>
  evidence.isOver ? skip(why) : null;

/** Of the answers about the order, once there can be no more. */
export const ofAnswers = (judge: (answers: readonly ProbeAnswer[]) => Finding) =>
  ofStatus((evidence) => {
    const answers = aboutTheOrder(evidence);
    if (lastOf(evidence, 'status_done') === null && !evidence.isOver) return null;
    return answers.length === 0 ? notAsked(evidence) : judge(answers);
  });
