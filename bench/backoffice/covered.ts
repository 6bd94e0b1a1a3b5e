// Whether every route that a page reads from is measured: a new one must not be forgotten.
import { CONTRACT } from '../../packages/gateway/src/backoffice/contract/contract.ts';

/** Routes without a case, each with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  '/:workspace/live': 'a stream: live.ts measures how long an event takes',
  '/:workspace/payments.csv': 'a file, as long as its list',
  '/:workspace/tokens.csv': 'a file, as long as its list',
  '/:workspace/refunds.csv': 'a file, as long as its list',
  '/:workspace/audit.csv': 'a file, as long as its list',
  '/:workspace/balances/:account/movements.csv': 'a file, as long as its list',
  '/:workspace/settlement/upcoming':
    'what is in no batch, a few days of it, by the index that a run goes along',
  '/:workspace/settlement/calendar': 'a few dozen rows, whatever is paid',
  '/:workspace/settlement/terms': 'a merchant has one agreement at a bank, changed a few times',
  '/:workspace/settlement/batches': 'one a day for each merchant and bank, along its index',
  '/:workspace/settlement/batches/:batch_id': 'one row by its key, and its few accounts',
  '/:workspace/settlement/batches/:batch_id/lines': 'a page along the key of a batch',
  '/:workspace/settlement/batches/:batch_id/lines.csv': 'a file, as long as its batch',
  '/:workspace/settlement/statement': 'the batches of one day by their key',
  '/:workspace/settlement/statement.csv': 'a file, as long as its day',
  '/:workspace/settlement/payouts': 'some a day for each merchant, walked as refunds are',
  '/:workspace/settlement/payouts/:payout_id': 'one row by its key',
  '/:workspace/settlement/payout-files': 'some a day, along their index',
  '/:workspace/bank-accounts':
    'a merchant has a few of them, and all of them are walked along one index',
  '/:workspace/bank-accounts/:account_id': 'one row by its key',
  '/:workspace/fees': 'a merchant has a few tariffs',
  '/:workspace/reconciliation/days': 'two weeks, each by keys of its statement',
  '/:workspace/reconciliation/days/:bank/:day': 'one day of the same',
  '/:workspace/exceptions': 'what differs is rare',
  '/:workspace/exceptions.csv': 'a file, as long as its list',
  '/:workspace/exceptions/ages': 'what is open, up to a limit',
  '/:workspace/exceptions/:exception_id': 'one row and its subject by their keys',
  '/reconciliation/strays': 'lines of nobody are rare',
  '/oidc/start': 'asks an identity provider',
  '/oidc/return': 'asks an identity provider',
  '/invitations/:token': 'read once, by somebody who has been invited',
};

/** The routes of the contract that none of these paths asks, and reasons that have no route any more. */
export function uncovered(paths: readonly string[]): string[] {
  const read = Object.values(CONTRACT)
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => path);
  const asked = new Set(paths.map((path) => routeOf(path.replace(/\?.*/, ''), read)));
  return [
    ...read.filter((route) => !asked.has(route) && WITHOUT[route] === undefined),
    ...Object.keys(WITHOUT).filter((route) => !read.includes(route)),
  ];
}

/** The route that serves a path: of those that fit, the one with the fewest names in it. */
function routeOf(path: string, routes: readonly string[]): string | undefined {
  const names = (route: string) => route.split(':').length;
  return routes
    .filter((route) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
    .toSorted((a, b) => names(a) - names(b))[0];
}
