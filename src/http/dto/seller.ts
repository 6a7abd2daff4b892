import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IsName, MayBeLeftOut } from './rules.js';

const isString = { message: 'must be a string' };
const alertUrl = 'HTTPS. Where the seller is told of trouble with its tools, beside its notices.';

export class NewSellerBody {
  @ApiProperty({ minLength: 2, maxLength: 60 })
  @IsName()
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: alertUrl })
  @IsOptional()
  @IsString(isString)
  alert_url?: string | null;
}

export class SellerPatchBody {
  @ApiPropertyOptional({ minLength: 2, maxLength: 60 })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: `${alertUrl} null takes it away.` })
  @IsOptional()
  @IsString(isString)
  alert_url?: string | null;
}

export class SellerAnswer {
  @ApiProperty({ example: 'sel_01a200b59692711fbc57e21c3a596c81' })
  seller_id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ type: String, nullable: true })
  alert_url: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ format: 'date-time' })
  updated_at: string;
}

export class SellerTokenAnswer {
  @ApiProperty({ description: "The seller's bearer token. Shown this once." })
  token: string;
}

export class NewSellerAnswer extends SellerAnswer {
  @ApiProperty({ description: "The seller's bearer token. Shown this once." })
  token: string;
}

export class SellersAnswer {
  @ApiProperty({ type: [SellerAnswer] })
  sellers: SellerAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

export class NoticeAnswer {
  @ApiProperty()
  notice_id: string;

  @ApiProperty({ description: 'The tool it is about.' })
  short_id: string;

  @ApiProperty({ enum: ['unauthorized', 'paused', 'grade'] })
  kind: string;

  @ApiProperty()
  message: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ description: 'True until what it speaks of is mended; while it is, the seller is not told again.' })
  open: boolean;
}

export class NoticesAnswer {
  @ApiProperty({ type: [NoticeAnswer] })
  notices: NoticeAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
