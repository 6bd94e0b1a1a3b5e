// One PostgreSQL for a run of the tests, with a migrated template database that every test file copies for itself.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/base/migrate.ts';
import { startPostgres } from '../src/sandbox/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's own database, for making and dropping others. */
    serverUrl: string;
    /** Name of the migrated database to copy. */
    template: string;
  }
}

/** Starts the server, or takes the one that TARIK_TEST_DATABASE_URL names; answers with the way to end it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TARIK_TEST_DATABASE_URL'];
  const server =
    given === undefined ? await ownServer() : { url: given, end: async () => undefined };
  const template = given === undefined ? 'tarik_template' : `tarik_template_${process.pid}`;
  await statement(server.url, `create database ${template}`);
  await migrate(databaseUrl(server.url, template));
  project.provide('serverUrl', server.url);
  project.provide('template', template);
  return async () => {
    if (given !== undefined) await statement(server.url, `drop database ${template} with (force)`);
    await server.end();
  };
}

async function ownServer(): Promise<{ url: string; end(): Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-test-'));
  fs.chmodSync(folder, 0o755);
  const programs = process.env['TARIK_TEST_POSTGRES'];
  const postgres = await startPostgres({
    folder,
    password: 'test',
    durable: false,
    ...(programs === undefined ? {} : { programs }),
  });
  return {
    url: postgres.url,
    async end() {
      await postgres.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
