import { TokenRow } from './token.js';
import { SessionRow } from './session.js';
import { AuditEntryRow } from './audit-entry.js';
import { SellerRow } from './seller.js';
import { ToolRow } from './tool.js';
import { NoticeRow } from './notice.js';
import { OrderInputsRow, OrderRow } from './order.js';
import { IntakeKeyRow, RunEndingRow, LateResultRow, OrderEventRow } from './order-history.js';
import { AttemptRow } from './attempt.js';
import { WorkRow } from './work.js';
import { NotificationRow } from './notification.js';
import { SweepRow } from './sweep.js';
import { SealRow } from './seal.js';
import { ResultFileRow } from './result-file.js';
import { UploadRow } from './upload.js';
import { PollRequestRow, PollRow } from './poll.js';
import { OutcomeWebhookRow } from './outcome-webhook.js';
import { CallRequestRow } from './call-request.js';
import { JobRow } from './job.js';
import { ScheduleRow } from './schedule.js';
import { SigningSecretRow } from './signing-secret.js';
import { ToolDurationRow } from './tool-duration.js';
import { SchemaNoteRow } from './schema-note.js';
import { AlertRow } from './alert.js';
import { MinuteFigureRow } from './minute-figure.js';
import { BulkRow } from './bulk.js';
import { OutageOrderRow, OutageRow } from './outage.js';
import { ConformanceTestRow } from './conformance-test.js';
import { OrderShareRow } from './order-share.js';

/** Every table, as the rows that stores read and write. A test holds them equal to what the migrations make. */
export const entities = [
  TokenRow,
  SessionRow,
  AuditEntryRow,
  SellerRow,
  ToolRow,
  NoticeRow,
  OrderRow,
  OrderInputsRow,
  IntakeKeyRow,
  RunEndingRow,
  LateResultRow,
  OrderEventRow,
  AttemptRow,
  WorkRow,
  NotificationRow,
  SweepRow,
  SealRow,
  ResultFileRow,
  UploadRow,
  PollRow,
  PollRequestRow,
  OutcomeWebhookRow,
  CallRequestRow,
  JobRow,
  ScheduleRow,
  SigningSecretRow,
  ToolDurationRow,
  SchemaNoteRow,
  AlertRow,
  MinuteFigureRow,
  BulkRow,
  OutageRow,
  OutageOrderRow,
  OrderShareRow,
  ConformanceTestRow,
];
