import { skip, type Finding } from '../check.js';
import type { Evidence, OrderStory } from '../evidence.js';

const NOT_SENT = skip('No order was sent: the job URL could not be reached.');

/** Of the good order, once there is one. */
export const ofGood = (judge: (story: OrderStory, evidence: Evidence) => Finding | null) => (evidence: Evidence) =>
  evidence.good ? judge(evidence.good, evidence) : evidence.isOver ? NOT_SENT : null;

/** Once the good order has ended, or is waited for no longer. */
export const ofEnded = (judge: (story: OrderStory, evidence: Evidence) => Finding) =>
  ofGood((story, evidence) => (story.isFinal || evidence.isOver ? judge(story, evidence) : null));
