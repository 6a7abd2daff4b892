import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('seals')
export class SealRow {
  @PrimaryColumn('text')
  name: string;

  @Column('text')
  sealed: string;
}
