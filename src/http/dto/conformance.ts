import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsObject, Max, Min } from 'class-validator';
import { GRADES } from '../../domain/conformance/grade.js';
import type { JsonObject } from '../../domain/strict-json.js';
import type { TestWish } from '../../sellers/conformance/start-test.js';
import { MayBeLeftOut } from './rules.js';

const anyObject = { type: 'object', additionalProperties: true } as const;
const object = { message: 'must be a JSON object' };
const PATIENCE = { least: 5, most: 3_600 };
const patience = { message: `must be whole seconds from ${PATIENCE.least} to ${PATIENCE.most}` };

/** How a tool is tested; what is left out is made up from its `inputs_schema`. */
export class NewTestBody {
  @ApiPropertyOptional({ ...anyObject, description: 'Inputs of the order that ought to complete.' })
  @MayBeLeftOut()
  @IsObject(object)
  inputs?: JsonObject;

  @ApiPropertyOptional({
    ...anyObject,
    description: 'Inputs of the order that ought to fail. Left out: `inputs` with `"roundtrip_test": "fail"`.',
  })
  @MayBeLeftOut()
  @IsObject(object)
  failing_inputs?: JsonObject;

  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: PATIENCE.least, maximum: PATIENCE.most, default: 120 },
    description: 'How long each test order is waited for.',
  })
  @MayBeLeftOut()
  @IsInt(patience)
  @Min(PATIENCE.least, patience)
  @Max(PATIENCE.most, patience)
  patience_s?: number;

  toWish(): TestWish {
    const { inputs, failing_inputs, patience_s } = this;
    return {
      ...(inputs === undefined ? {} : { inputs }),
      ...(failing_inputs === undefined ? {} : { failing_inputs }),
      ...(patience_s === undefined ? {} : { patience_s }),
    };
  }
}

export class TestCheckAnswer {
  @ApiProperty({ example: 'status.unknown' })
  id: string;

  @ApiProperty({ enum: ['must', 'should', 'may'] })
  level: string;

  @ApiProperty({ enum: ['pass', 'fail', 'warn', 'skip'] })
  outcome: string;

  @ApiProperty({ example: 'An order that was never placed is 404' })
  title: string;

  @ApiProperty({ example: 'HTTP 200 to an order that was never placed: {"status":"processing"}' })
  found: string;

  @ApiProperty({ example: 'HTTP 404.' })
  expected: string;

  @ApiProperty({ type: String, nullable: true, description: 'What the seller changes; null where nothing is wrong.' })
  fix: string | null;

  @ApiProperty({
    ...{ type: String, nullable: true },
    description:
      'Makes the call again; values of headers are variables of the shell. Null where it takes a whole order.',
  })
  curl: string | null;
}

export class TestSummaryAnswer {
  @ApiProperty({ example: 'tst_01a200b59692711fbc57e21c3a596c81' })
  test_id: string;

  @ApiProperty()
  short_id: string;

  @ApiProperty({ enum: ['running', 'done', 'stopped'] })
  status: string;

  @ApiProperty({
    ...{ type: String, enum: GRADES, nullable: true },
    description:
      'F: an order cannot be sent or does not complete. D: two or more of level must failed. C: one did. B: one of level ' +
      'should did. A: neither. Null while it runs, and where it was stopped.',
  })
  grade: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the seller builds with, where its answers tell.' })
  platform: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was stopped.' })
  problem: string | null;

  @ApiProperty({ description: 'The role of whoever asked for it, or nightly.' })
  asked_by: string;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finished_at: string | null;
}

export class TestAnswer extends TestSummaryAnswer {
  @ApiProperty({ type: 'integer' })
  passed: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  @ApiProperty({ type: 'integer' })
  warned: number;

  @ApiProperty({ type: 'integer' })
  skipped: number;

  @ApiProperty({ type: [String], description: 'The two test orders, once they are placed.' })
  order_ids: readonly string[];

  @ApiProperty({ type: [TestCheckAnswer], description: 'In the order in which a seller would mend them.' })
  checks: TestCheckAnswer[];
}

export class TestsAnswer {
  @ApiProperty({ type: [TestSummaryAnswer] })
  tests: TestSummaryAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
