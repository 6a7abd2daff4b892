import { CreatePeopleAndTools1763769600001 } from './0001-create-people-and-tools.js';
import { CreateOrdersAndTheirHistory1763769600002 } from './0002-create-orders-and-their-history.js';
import { CreateWorkAndNotifications1763769600003 } from './0003-create-work-and-notifications.js';
import { CreateResultFiles1763769600004 } from './0004-create-result-files.js';
import { LetToolsMirrorResults1763769600005 } from './0005-let-tools-mirror-results.js';
import { ReadOtherDialects1763769600006 } from './0006-read-other-dialects.js';
import { LearnDurations1763769600007 } from './0007-learn-durations.js';
import { CreatePolls1763769600008 } from './0008-create-polls.js';
import { CheckInBatches1763769600009 } from './0009-check-in-batches.js';
import { CreateJobsAndSchedules1763769600010 } from './0010-create-jobs-and-schedules.js';
import { KeepEqualChecksAsOne1763769600011 } from './0011-keep-equal-checks-as-one.js';
import { FindJobsByStatus1763769600012 } from './0012-find-jobs-by-status.js';
import { KeepAlerts1763769600015 } from './0015-keep-alerts.js';
import { NoteWhoChangedTheSchema1763769600016 } from './0016-note-who-changed-the-schema.js';
import { TellWhoHoldsWork1763769600017 } from './0017-tell-who-holds-work.js';
import { KeepWhatCallsSaid1763769600018 } from './0018-keep-what-calls-said.js';
import { KeepBulks1763769600019 } from './0019-keep-bulks.js';
import { KeepOutages1763769600020 } from './0020-keep-outages.js';
import { FindTrouble1763769600021 } from './0021-find-trouble.js';
import { LetBuyersLook1763769600022 } from './0022-let-buyers-look.js';
import { KeepFigures1763769600023 } from './0023-keep-figures.js';
import { KeepConformanceTests1763769600024 } from './0024-keep-conformance-tests.js';

/** Every migration, oldest first. */
export const migrations = [
  CreatePeopleAndTools1763769600001,
  CreateOrdersAndTheirHistory1763769600002,
  CreateWorkAndNotifications1763769600003,
  CreateResultFiles1763769600004,
  LetToolsMirrorResults1763769600005,
  ReadOtherDialects1763769600006,
  LearnDurations1763769600007,
  CreatePolls1763769600008,
  CheckInBatches1763769600009,
  CreateJobsAndSchedules1763769600010,
  KeepEqualChecksAsOne1763769600011,
  FindJobsByStatus1763769600012,
  KeepAlerts1763769600015,
  NoteWhoChangedTheSchema1763769600016,
  TellWhoHoldsWork1763769600017,
  KeepWhatCallsSaid1763769600018,
  KeepBulks1763769600019,
  KeepOutages1763769600020,
  FindTrouble1763769600021,
  LetBuyersLook1763769600022,
  KeepFigures1763769600023,
  KeepConformanceTests1763769600024,
];
