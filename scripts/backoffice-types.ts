// Writes the types of the Back Office's API for its page, from the OpenAPI document: run after a change of a shape.
// With `--check` it writes nothing and ends with 1 when the file is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { describeBackoffice } from '../packages/gateway/src/backoffice/openapi.ts';

const FILE = path.join(import.meta.dirname, '../packages/backoffice/src/api/types.gen.ts');
const HEAD =
  "// The Back Office's API as types, made by scripts/backoffice-types.ts. Not to be edited.\n";

const document = describeBackoffice('0');
const text = HEAD + astToString(await openapiTypes(document as never, { alphabetize: false }));
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(
    'the types of the Back Office are not up to date: node scripts/backoffice-types.ts\n',
  );
  process.exitCode = 1;
}
