import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DEFAULT_GRACE_S, LONGEST_GRACE_S } from '../../domain/secret-rotation.js';

/** For the OpenAPI document alone: `domain/secret-rotation.ts` reads the body, and passes over fields that it does not know. */
export class RotateSigningBody {
  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 0, maximum: LONGEST_GRACE_S, default: DEFAULT_GRACE_S },
    description: 'For so many seconds the secret before counts beside the new one; 0 ends it at once.',
  })
  grace_s?: number;
}

export class SigningSecretAnswer {
  @ApiProperty({ description: '`whsec_` and base64 of 32 bytes.' })
  signing_secret: string;

  @ApiProperty({ description: 'The same text: clients of Fliq read it by either name.' })
  secret: string;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'Until then calls bear a signature by the secret before as well.',
  })
  previous_until: string | null;
}
