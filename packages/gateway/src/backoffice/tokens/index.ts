// The routes of tokens.
import type { Route } from '../route.ts';
import { deleteToken } from './delete.ts';
import { getToken } from './get.ts';
import { exportTokens, listTokens } from './list.ts';

export const TOKEN_ROUTES: readonly Route[] = [listTokens, exportTokens, getToken, deleteToken];
