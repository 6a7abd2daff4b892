import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class NewSessionBody {
  @ApiProperty({ description: 'A bearer token of any role but `marketplace`.' })
  @IsString({ message: 'must be a string' })
  @MaxLength(8192, { message: 'must have at most 8192 characters' })
  token: string;
}

export class SessionAnswer {
  @ApiProperty({ description: 'What writes by this session must echo in the header `X-CSRF-Token`.' })
  csrf_token: string;
}
