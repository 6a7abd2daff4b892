import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forward only. How often the links that show an order to its buyer were withdrawn: those made before count no more. */
export class LetBuyersLook1763769600022 implements MigrationInterface {
  name = 'LetBuyersLook1763769600022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE order_shares (
    order_id text NOT NULL,
    generation integer NOT NULL,
    PRIMARY KEY (order_id)
)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
