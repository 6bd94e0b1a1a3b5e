// Linked accounts: the list, the way to the bank and back, and unlinking.
import { DeclinedError, NotFoundError } from '@tarik/sdk';
import type { FastifyInstance } from 'fastify';
import { bindAccount } from '../actions/bind-account.ts';
import { listAccounts } from '../actions/list-accounts.ts';
import { unlinkAccount } from '../actions/unlink-account.ts';
import type { Kept } from '../kept.ts';
import { accountsPage, returnedPage } from '../pages/accounts.ts';
import { field, goTo, say, show, visitOf, type Visit } from '../visit.ts';

interface Returning {
  Querystring: { after?: string };
}

export function accountRoutes(site: FastifyInstance, kept: Kept): void {
  site.get('/accounts', async (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, accountsPage(visit, await listAccounts(kept, visit.visitor)));
  });
  site.post('/accounts', (request, reply) => link(visitOf(kept, request, reply)));
  site.get<Returning>('/accounts/linked', async (request, reply) => {
    const visit = visitOf(kept, request, reply);
    // That the browser came back proves nothing; the gateway knows.
    const accounts = await listAccounts(kept, visit.visitor);
    const how = accounts.length > 0 ? 'linked' : 'waiting';
    return show(visit, returnedPage(visit, how, request.query.after ?? ''));
  });
  site.get<Returning>('/accounts/not-linked', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, returnedPage(visit, 'not', request.query.after ?? ''));
  });
  site.post('/accounts/unlink', (request, reply) => unlink(visitOf(kept, request, reply)));
}

async function link(visit: Visit) {
  const { kept, w } = visit;
  const after = field(visit, 'after') === 'checkout' ? 'checkout' : 'accounts';
  const [name, phone] = [field(visit, 'name'), field(visit, 'phone').replace(/^\+|[\s-]/g, '')];
  if (name === '' || name.length > 60) {
    say(visit, 'bad', w.nameWrong);
    return goTo(visit, `/${after}`);
  }
  if (!/^[1-9]\d{7,14}$/.test(phone)) {
    say(visit, 'bad', w.phoneWrong);
    return goTo(visit, `/${after}`);
  }
  const visitor = kept.visitors.change(visit.visitor, { name, phone });
  const bankPage = await bindAccount(kept, visitor, { home: visit.home, after }).then(
    ({ registrationUrl }) => registrationUrl,
    (error: unknown) => {
      if (!(error instanceof DeclinedError)) throw error;
      say(visit, 'bad', w.linkDeclined);
      return '/accounts';
    },
  );
  return goTo(visit, bankPage);
}

async function unlink(visit: Visit) {
  const { kept, visitor, w } = visit;
  try {
    const status = await unlinkAccount(kept, visitor, field(visit, 'account'));
    if (status === 'SUCCESS') say(visit, 'good', w.unlinked);
    else say(visit, 'bad', w.unlinkRefused);
  } catch (error) {
    // Unlinked already, perhaps by a second click.
    if (!(error instanceof NotFoundError)) throw error;
    say(visit, 'good', w.unlinked);
  }
  return goTo(visit, '/accounts');
}
