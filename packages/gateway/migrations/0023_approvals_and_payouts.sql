-- concurrently
-- Requests for approval of one state, newest first: of a million that were carried out, those that failed are found without the
-- others. A request changes its state some three times in its life.
create index concurrently if not exists approvals_of_state on approvals (merchant_id, state, asked_at, approval_id);
-- Everybody's, for people of the gateway.
create index concurrently if not exists approvals_of_state_everywhere on approvals (state, asked_at, approval_id);

-- Payouts that did not arrive: a few, whose money is to be paid again.
create index concurrently if not exists payouts_not_arrived on payouts (merchant_id, bank, account)
  where state in ('refused', 'returned');
