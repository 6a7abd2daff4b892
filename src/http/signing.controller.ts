import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../storage/audit-log.js';
import { SigningSecrets, type SigningSecretView } from '../work/signing/signing-secrets.js';
import { AskedBy } from './asked-by.js';
import { AccessToWork } from './auth/access.js';
import { RotateSigningBody, SigningSecretAnswer } from './dto/signing.js';

const sellerQuery = {
  ...{ name: 'seller_id', type: String, required: false },
  description: 'By an admin: the secret of this seller.',
};

/** The secret by which calls of jobs and messages about ends are signed; in Fliq's dialect, at both its prefixes. */
@ApiTags('Signing')
@Controller(['signing-secret', 'v1/signing-secret'])
export class SigningController {
  constructor(private readonly secrets: SigningSecrets) {}

  @Get()
  @AccessToWork('admin', 'operator')
  @ApiOperation({ summary: "The signing secret: a seller's own, or the operator's. 404 before the first rotation." })
  @ApiQuery(sellerQuery)
  @ApiOkResponse({ type: SigningSecretAnswer })
  get(@Query('seller_id') sellerId: string | undefined, @AskedBy() asker: Asker): Promise<SigningSecretView> {
    return this.secrets.get(asker, sellerId);
  }

  @Post('rotate')
  @AccessToWork('admin', 'operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new signing secret, in force at once; the one before counts beside it for grace_s.' })
  @ApiQuery(sellerQuery)
  @ApiBody({ type: RotateSigningBody, required: false })
  @ApiOkResponse({ type: SigningSecretAnswer })
  rotate(
    @Query('seller_id') sellerId: string | undefined,
    @Body() body: unknown,
    @AskedBy() asker: Asker,
  ): Promise<SigningSecretView> {
    return this.secrets.rotate(asker, sellerId, body);
  }
}
