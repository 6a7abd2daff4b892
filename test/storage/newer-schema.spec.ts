import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { NoteWhoChangedTheSchema1763769600016 } from '../../migrations/0016-note-who-changed-the-schema.js';
import type { SchemaStep } from '../../migrations/schema-step.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { bringUpToDate } from '../../src/storage/database/migrate.js';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { entities } from '../../src/storage/entities/index.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestRoundtrip } from '../support/roundtrip.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

/** One kind of database, with an empty one at hand. */
interface Place {
  /** As this build opens it. */
  open(version: string): Promise<Database>;
  readonly source: DataSourceOptions;
  readonly env: Readonly<Record<string, string>>;
}

let folder: TempFolder;
let postgres: TestPostgres;
let made = 0;

beforeAll(async () => {
  folder = makeTempFolder();
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await postgres.remove();
  folder.remove();
});

const places: Readonly<Record<string, () => Promise<Place>>> = {
  SQLite: async () => {
    const path = folder.join(String(++made), 'roundtrip.sqlite');
    const source = { type: 'better-sqlite3', database: path, logging: false } as const;
    return { open: (version) => openSqlite(path, { version }), source, env: { DATABASE_URL: `sqlite:${path}` } };
  },
  Postgres: async () => {
    const url = await postgres.fresh();
    const source = { type: 'postgres', url, logging: false } as const;
    return { open: (version) => openPostgres(url, { version }), source, env: { DATABASE_URL: url } };
  },
};

class AddColours1999999999998 implements SchemaStep {
  name = 'AddColours1999999999998';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sellers ADD COLUMN colour text');
  }
  async down(): Promise<void> {}
}

class DropNotices1999999999999 implements SchemaStep {
  name = 'DropNotices1999999999999';
  readonly breaking = true;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notices');
  }
  async down(): Promise<void> {}
}

type Step = new () => SchemaStep;

/** Another build, with these steps after our own, brings the database up to date. */
async function openedByAnother(place: Place, version: string, steps: readonly Step[]) {
  const source = new DataSource({ ...place.source, entities, migrations: [...migrations, ...steps] });
  await source.initialize();
  return bringUpToDate(source, version).finally(() => source.destroy());
}

interface Note {
  readonly name: string;
  readonly version: string;
  readonly breaking: number;
}

async function notes(place: Place): Promise<Note[]> {
  const source = new DataSource(place.source);
  await source.initialize();
  const rows = await source
    .query<Note[]>('SELECT name, version, breaking FROM schema_notes')
    .finally(() => source.destroy());
  return rows.sort(byName);
}

const byName = (a: Note, b: Note) => (a.name < b.name ? -1 : 1);

describe.each(Object.keys(places))('a database on %s that a newer build has worked on', (kind) => {
  let place: Place;
  beforeEach(async () => {
    place = await places[kind]!();
  });

  it('serves the older build where the newer one only added to it, and the newer one after that', async () => {
    await openedByAnother(place, '2.0.0', [AddColours1999999999998]);
    const older = await place.open('1.0.0');
    expect(older.newerSchema).toEqual({ version: '2.0.0', steps: ['AddColours1999999999998'] });
    await older.unit.run((tx) => tx.run(`INSERT INTO seals (name, sealed) VALUES ('still', 'works')`));
    await older.close();
    expect(await openedByAnother(place, '2.0.0', [AddColours1999999999998])).toBeNull();
  });

  it('stops the older build where the newer one broke with it, and is left as it was', async () => {
    await openedByAnother(place, '2.0.0', [AddColours1999999999998]);
    await openedByAnother(place, '3.0.0', [AddColours1999999999998, DropNotices1999999999999]);
    const sentence =
      'Roundtrip 3.0.0 changed the database (DropNotices1999999999999) so that this version, 1.0.0, cannot work with it: ' +
      'run 3.0.0 or a later one, or restore the backup that was made before the upgrade';
    await expect(place.open('1.0.0')).rejects.toThrow(sentence);
    await expect(openedByAnother(place, '2.0.0', [AddColours1999999999998])).rejects.toThrow('Roundtrip 3.0.0 changed');
    expect(await openedByAnother(place, '3.0.0', [AddColours1999999999998, DropNotices1999999999999])).toBeNull();
  });

  it('stops the older build where nobody says what a step did', async () => {
    await openedByAnother(place, '2.0.0', [AddColours1999999999998]);
    const database = await place.open('1.0.0');
    await database.unit.run((tx) => tx.run(`DELETE FROM schema_notes WHERE name = 'AddColours1999999999998'`));
    await database.close();
    await expect(place.open('1.0.0')).rejects.toThrow(/^A later version changed the database \(AddColours/);
  });

  it('starts the whole server with a warning, or stops it with one line', async () => {
    const env = { ...place.env, ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64') };
    await openedByAnother(place, '2.0.0', [AddColours1999999999998]);
    const roundtrip = await startTestRoundtrip({ env });
    const lines = roundtrip.logged.map((line) => JSON.parse(line) as Record<string, string>);
    await roundtrip.stop();
    const warning = lines.find((line) => line.event === 'boot.newer_schema');
    expect(warning).toMatchObject({ level: 'warn', newer_version: '2.0.0', steps: 'AddColours1999999999998' });
    await openedByAnother(place, '3.0.0', [AddColours1999999999998, DropNotices1999999999999]);
    const problem = await startTestRoundtrip({ env }).catch((error: Error) => error.message);
    expect(problem).toMatch(/^DATABASE_URL: .* cannot be opened: Roundtrip 3\.0\.0 changed the database .*upgrade\.$/);
  });
});

describe.each(Object.keys(places))('the notes of a schema on %s', (kind) => {
  let place: Place;
  beforeEach(async () => {
    place = await places[kind]!();
  });

  it('name each step, who ran it first, and whether it breaks older builds', async () => {
    await openedByAnother(place, '1.0.0', []);
    await openedByAnother(place, '2.0.0', [AddColours1999999999998, DropNotices1999999999999]);
    const written = await notes(place);
    const expected = [
      { name: 'AddColours1999999999998', version: '2.0.0', breaking: 0 },
      { name: 'DropNotices1999999999999', version: '2.0.0', breaking: 1 },
      ...migrations.map(({ name }) => ({ name, version: '1.0.0', breaking: 0 })),
    ];
    expect(written).toEqual(expected.sort(byName));
  });

  it('are there before a step is run: a build that dies in it leaves none that older builds know nothing of', async () => {
    class Fails1999999999997 implements SchemaStep {
      name = 'Fails1999999999997';
      readonly breaking = true;
      async up(): Promise<void> {
        throw new Error('the power went');
      }
      async down(): Promise<void> {}
    }
    await openedByAnother(place, '1.0.0', []);
    await expect(openedByAnother(place, '2.0.0', [AddColours1999999999998, Fails1999999999997])).rejects.toThrow(
      'power',
    );
    const written = await notes(place);
    expect(written).toContainEqual({ name: 'Fails1999999999997', version: '2.0.0', breaking: 1 });
    const database = await place.open('1.0.0');
    expect(database.newerSchema?.steps ?? []).not.toContain('Fails1999999999997');
    await database.close();
  });
});

describe('a step of our own since the notes', () => {
  const adding =
    /^(CREATE TABLE |CREATE INDEX |ALTER TABLE \w+ ADD COLUMN \w+ (text|integer|bigint)( (NOT NULL )?DEFAULT .+)?$)/s;

  it('only adds to the schema, or says in so many words whether it breaks older builds', async () => {
    const since = migrations.slice(migrations.indexOf(NoteWhoChangedTheSchema1763769600016));
    for (const Step of since) {
      const step: SchemaStep = new Step();
      const statements: string[] = [];
      const query = async (sql: string) => (statements.push(sql), []);
      await step.up({ query } as unknown as QueryRunner);
      // No older build writes into a table that this very step makes.
      const made = statements.flatMap((sql) => /^CREATE TABLE (\w+)/.exec(sql.trim())?.[1] ?? []);
      const isOnItsOwn = (sql: string) =>
        made.some((table) => new RegExp(`^CREATE UNIQUE INDEX \\w+ ON ${table} `).test(sql));
      const adds = (sql: string) => adding.test(sql) || isOnItsOwn(sql);
      const other = step.breaking === undefined ? statements.filter((sql) => !adds(sql.trim())) : [];
      expect({ step: step.name, other }).toEqual({ step: step.name, other: [] });
    }
  });

  it('is checked in earnest', () => {
    for (const sql of [
      'DROP TABLE notices',
      'ALTER TABLE sellers ADD COLUMN colour text NOT NULL',
      'CREATE UNIQUE INDEX a ON b (c)',
      'ALTER TABLE sellers RENAME COLUMN a TO b',
      'UPDATE orders SET status = 1',
    ])
      expect({ sql, adds: adding.test(sql) }).toEqual({ sql, adds: false });
    for (const sql of ['ALTER TABLE sellers ADD COLUMN colour integer NOT NULL DEFAULT 0', 'CREATE INDEX a ON b (c)'])
      expect({ sql, adds: adding.test(sql) }).toEqual({ sql, adds: true });
  });
});
