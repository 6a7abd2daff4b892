export { ApiProblem } from './api-problem.js';
export type { components, paths } from './api-types.js';
export { RoundtripClient, type Answer, type Ask, type ClientOptions, type PathWith } from './client.js';
export type { Download } from './download.js';
export { followEvents, type FollowOptions, type OrderEvent } from './follow-events.js';
