import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Problem } from '../domain/problem.js';
import { Public } from './auth/access.js';

/** What `/readyz` asks: an array of `ReadinessCheck`. */
export const READINESS = Symbol('READINESS');

export interface ReadinessCheck {
  /** `database`, `storage`, `engine`. */
  readonly name: string;
  /** Rejects while the part cannot do its work. Why goes nowhere: anyone may ask. */
  check(): Promise<unknown>;
}

/** A part that has not answered by then is not ready. */
const PATIENCE_MS = 2000;

class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

class ReadyAnswer extends HealthAnswer {
  @ApiProperty({ type: [String], description: 'The parts that are ready.' })
  parts: string[];
}

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(@Inject(READINESS) private readonly checks: readonly ReadinessCheck[]) {}

  @Get('healthz')
  @Public()
  @ApiOperation({ summary: 'The process runs.' })
  @ApiOkResponse({ type: HealthAnswer })
  health(): HealthAnswer {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  @ApiOperation({ summary: 'Every part can do its work; else 503 names those that cannot.' })
  @ApiOkResponse({ type: ReadyAnswer })
  async ready(): Promise<ReadyAnswer> {
    const outcomes = await Promise.all(this.checks.map(async (part) => ({ name: part.name, ok: await isReady(part) })));
    const failing = outcomes.filter((outcome) => !outcome.ok).map(({ name }) => name);
    if (failing.length > 0) throw notReady(failing);
    return { status: 'ok', parts: outcomes.map(({ name }) => name) };
  }
}

async function isReady(part: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false)));
  const asked = part.check().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function notReady(failing: readonly string[]): Problem {
  const details = failing.map((field) => ({ field, message: 'is not ready' }));
  const message = `Not ready: ${failing.join(', ')}. Try again in a moment.`;
  return new Problem(503, 'not_ready', message, details, { 'Retry-After': '2' });
}
