import type { Clock } from '../domain/clock.js';
import { ConformanceController } from '../http/conformance.controller.js';
import type { InputsCheck } from '../orders/receive-order.js';
import { ConformanceTests } from '../sellers/conformance/conformance-tests.js';
import { EndTest } from '../sellers/conformance/end-test.js';
import { NightlyTests } from '../sellers/conformance/nightly-tests.js';
import { ProbeCalls } from '../sellers/conformance/probe-calls.js';
import { RunTest } from '../sellers/conformance/run-test.js';
import { StartTest } from '../sellers/conformance/start-test.js';
import { TestOrders } from '../sellers/conformance/test-orders.js';
import type { SellersRoom } from '../sellers/sellers-parts.js';
import type { Settings } from '../settings/load-settings.js';
import type { AuditLog } from '../storage/audit-log.js';
import { ConformanceStore } from '../storage/conformance-store.js';
import type { Database } from '../storage/database/database.js';
import { ToolStore } from '../storage/tool-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { OrdersRoom } from './make-orders.js';

export interface ConformanceNeeds {
  readonly settings: Settings;
  readonly publicUrl: () => string;
  readonly database: Database;
  readonly clock: Clock;
  readonly engine: WorkEngine;
  readonly audit: AuditLog;
  readonly inputs: InputsCheck;
  readonly sellers: SellersRoom;
  readonly orders: OrdersRoom;
}

/** Conformance tests of tools, put together. */
export function makeConformance(needs: ConformanceNeeds) {
  const { settings, publicUrl, database, clock, engine, audit, inputs, sellers, orders: room } = needs;
  const { unit } = database;
  const tests = new ConformanceStore(database);
  const tools = new ToolStore(database);
  const orders = new TestOrders({ ...room, tools: sellers.reader });
  const ending = new EndTest({
    ...{
      tests,
      tools,
      headers: sellers.reader,
      tellSeller: sellers.tellSeller,
      orders,
      publicUrl,
      engine,
      unit,
      clock,
    },
  });
  const timeouts = { checkMs: settings.checkTimeoutMs, forwardMs: settings.forwardTimeoutMs };
  const { requests, urls } = room;
  const calls = new ProbeCalls({ orders: room.orders, requests, urls, clock, timeouts });
  const starting = new StartTest({ tests, tools, inputs, engine, unit, audit, clock });
  return {
    nightly: settings.conformanceNightly ? new NightlyTests(tools, starting, clock) : null,
    handlers: [new RunTest({ tests, orders, calls, ending, engine, unit, clock })],
    controllers: [ConformanceController],
    providers: [{ provide: ConformanceTests, useValue: new ConformanceTests(tests, tools, starting, ending) }],
  };
}
