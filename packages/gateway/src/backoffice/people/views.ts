// Routes of saved views: a list's filters and columns under a name, for oneself.
import { Denied } from '../denied.ts';
import { deleteView, listViews, saveView } from '../contract/people.ts';
import { route, type Route } from '../route.ts';
import { deleteViewRow, insertView, listViewRows } from './store.ts';

const MOST = 100;

export const VIEW_ROUTES: readonly Route[] = [
  route(listViews, async ({ ctx, person }) => ({
    rows: await listViewRows(ctx.db, person.operatorId),
  })),
  route(saveView, async ({ ctx, person, body }) => {
    const view = { view_id: ctx.random.id(), ...body };
    const at = ctx.clock.now();
    if (!(await insertView(ctx.db, person.operatorId, view, { at, most: MOST }))) {
      throw new Denied('not_allowed_now', { message: `nobody saves more than ${MOST} views` });
    }
    return view;
  }),
  route(deleteView, async ({ ctx, person, params }) => {
    if (!(await deleteViewRow(ctx.db, person.operatorId, params.view_id))) {
      throw new Denied('not_found');
    }
  }),
];
