// Every route of the Back Office, area by area; the live stream is added where the server is mounted.
import type { Route } from './route.ts';

export const ROUTES: readonly Route[] = [];
