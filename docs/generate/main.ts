// Makes the pages that are made from something else, before the site is built: node generate/main.ts
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeApiPages } from './api.ts';
import { writeErrorPages } from './errors.ts';
import { clear, ROOT } from './pages.ts';
import { writeRepositoryPages } from './repository.ts';
import { writeSdkPages } from './sdk.ts';

clear();
writeRepositoryPages();
writeErrorPages();
writeApiPages();
writeSdkPages();
const served = path.join(ROOT, 'docs/public');
mkdirSync(served, { recursive: true });
copyFileSync(path.join(ROOT, 'docs/openapi.json'), path.join(served, 'openapi.json'));
