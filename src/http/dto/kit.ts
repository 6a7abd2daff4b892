import { ApiProperty } from '@nestjs/swagger';

class KitAnswer {
  @ApiProperty({ example: 'express' })
  name: string;

  @ApiProperty({ example: 'Express' })
  title: string;

  @ApiProperty({ example: 'server.mjs' })
  filename: string;

  @ApiProperty({ description: 'What it is, and what to do with it, in one line.' })
  summary: string;

  @ApiProperty({
    type: [String],
    description: 'What to change in the tool so that the kit works on both roads; empty where all is well.',
  })
  notes: readonly string[];
}

export class KitsAnswer {
  @ApiProperty({ type: [KitAnswer] })
  kits: KitAnswer[];
}
