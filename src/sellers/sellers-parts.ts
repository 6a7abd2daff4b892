import type { Clock } from '../domain/clock.js';
import { ConformanceStore } from '../storage/conformance-store.js';
import type { Database } from '../storage/database/database.js';
import { DurationStore } from '../storage/duration-store.js';
import { NoticeStore } from '../storage/notice-store.js';
import { SellerStore } from '../storage/seller-store.js';
import { ToolHistory } from '../storage/tool-history.js';
import { ToolStore } from '../storage/tool-store.js';
import type { AuditLog } from '../storage/audit-log.js';
import { ChangeTool } from './change-tool.js';
import { PauseTool } from './pause-tool.js';
import { PlanPreviews, type CheckRules } from './plan-preview.js';
import { RegisterTool } from './register-tool.js';
import { RemoveTool } from './remove-tool.js';
import { RotateSecret } from './rotate-secret.js';
import { SetUpWarnings } from './set-up-warnings.js';
import { Sellers, type OwnWork, type SellerTokens } from './sellers.js';
import { TellSeller, type Announcer } from './tell-seller.js';
import { ToolDurations } from './tool-durations.js';
import { ToolReader } from './tool-reader.js';
import { ToolRules, type SchemaRules } from './tool-rules.js';
import { ToolSecrets, type Box, type SecretMaker } from './tool-secrets.js';
import { ToolStatistics } from './tool-stats.js';
import { ToolViews } from './tool-view.js';
import type { ToolWork } from './tool-work.js';
import { Tools } from './tools.js';

/** The services of this room, put together. */
export interface SellersRoom {
  readonly sellers: Sellers;
  readonly tools: Tools;
  /** What an order's journey asks of tools. */
  readonly reader: ToolReader;
  readonly tellSeller: TellSeller;
}

export interface SellersNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly box: Box;
  readonly secretMaker: SecretMaker;
  readonly tokens: SellerTokens;
  readonly audit: AuditLog;
  readonly schemas: SchemaRules;
  readonly work: ToolWork;
  readonly announcer: Announcer;
  /** Ended with its seller. */
  readonly ownWork?: OwnWork;
  readonly checkRules: CheckRules;
}

export function makeSellers(needs: SellersNeeds): SellersRoom {
  const { database, clock, audit, work, announcer } = needs;
  const { unit } = database;
  const sellers = new SellerStore(database);
  const tools = new ToolStore(database);
  const notices = new NoticeStore(database);
  const durations = new DurationStore(database);
  const history = new ToolHistory(database);
  const secrets = new ToolSecrets(needs.box, needs.secretMaker);
  const rules = new ToolRules(needs.schemas);
  const views = new ToolViews(secrets);
  const tellSeller = new TellSeller({ sellers, notices, announcer });
  const remove = new RemoveTool({ unit, tools, notices, durations, work, audit, clock });
  const pause = new PauseTool({ unit, tools, notices, views, work, tellSeller, announcer, audit, clock });
  const register = new RegisterTool({ unit, sellers, tools, rules, secrets, views, audit, clock });
  const change = new ChangeTool({ unit, tools, notices, rules, secrets, views, work, audit, clock });
  const rotate = new RotateSecret({ unit, tools, secrets, audit, clock });
  const statistics = new ToolStatistics({ tools, history, clock });
  const pastOrders = { tools, history, durations, clock, rules: needs.checkRules };
  const asking = { previews: new PlanPreviews(pastOrders), durations: new ToolDurations(pastOrders) };
  const tests = new ConformanceStore(database);
  const warnings = new SetUpWarnings({ tools, durations, tests, clock, rules: needs.checkRules });
  return {
    sellers: new Sellers({
      unit,
      sellers,
      notices,
      tokens: needs.tokens,
      audit,
      clock,
      removeTool: remove,
      ownWork: needs.ownWork,
    }),
    tools: new Tools({ tools, views, register, change, remove, rotate, pause, warnings, statistics, ...asking }),
    reader: new ToolReader({ tools, secrets, tellSeller, pauseTool: pause }),
    tellSeller,
  };
}

/** For a Nest module: each service that controllers ask for, under its class. */
export function sellersProviders({ sellers, tools, reader }: SellersRoom) {
  return [
    { provide: Sellers, useValue: sellers },
    { provide: Tools, useValue: tools },
    { provide: ToolReader, useValue: reader },
  ];
}
