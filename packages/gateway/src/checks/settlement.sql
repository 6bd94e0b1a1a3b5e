-- Checks of settlement and payouts. Every row is a finding, none is the promise. Each function is one statement over a page of
-- keys, which reads and locks nothing.

-- An item is in a batch with lines that sum to its net, the first one numbered 1; one that waits has none. A refund goes on from
-- what had been batched of its payment before: the refunds of a payment follow one another without a gap.
create or replace function check_settlement_items(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.merchant_id, i.item_id::text,
         format('%s of %s with a fee of %s, %s, lines come to %s', i.kind, i.amount, i.fee,
                coalesce('in batch ' || i.batch_id, 'in no batch'), coalesce(l.amount::text, 'none'))
    from unnest(merchant_ids, ids) as k (merchant_id, id)
    join settlement_items i on i.merchant_id = k.merchant_id and i.item_id = k.id
    left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
    left join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.item_id and r.payment_id = i.payment_id
    left join lateral (
      select sum(s.amount)::bigint as amount, min(s.line_no) as first, count(*) as lines, max(s.line_no) as last
        from settlement_lines s
       where s.merchant_id = i.merchant_id and s.batch_id = i.batch_id and s.item_id = i.item_id
    ) l on true
    left join lateral (
      select coalesce(sum(o.amount), 0)::bigint as amount from settlement_items o
       where i.kind = 'refund' and i.batch_id is not null and o.merchant_id = i.merchant_id
         and o.payment_id = i.payment_id and o.kind = 'refund' and o.batch_id is not null
         and o.refunded_before < i.refunded_before
    ) b on true
   where i.batch_id is not null
     and (l.amount is distinct from case i.kind when 'payment' then i.amount - i.fee else -i.amount end
          or l.first <> 1 or l.last <> l.lines)
      or i.kind = 'refund' and i.batch_id is not null and b.amount <> i.refunded_before
      or i.kind = 'payment' and (p.state is distinct from 'succeeded' or p.amount <> i.amount or p.fee <> i.fee
                                 or p.bank <> i.bank or i.item_id <> i.payment_id)
      or i.kind = 'refund' and (r.state is distinct from 'succeeded' or r.amount <> i.amount);
$$;

-- A booked batch is the sum of its items and of its lines, by account too, and its journal says the same.
create or replace function check_settlement_batches(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  with batches as (
    select b.* from unnest(merchant_ids, ids) as k (merchant_id, id)
      join settlement_batches b on b.merchant_id = k.merchant_id and b.batch_id = k.id
  )
  select b.merchant_id, b.batch_id::text,
         format('batch %s of %s items for %s, items are %s for %s', b.state, b.items, b.net, i.items, i.net)
    from batches b
    cross join lateral (
      select count(t.item_id) as items,
             coalesce(sum(case t.kind when 'payment' then t.amount - t.fee else -t.amount end), 0)::bigint as net,
             coalesce(sum(t.amount) filter (where t.kind = 'payment'), 0)::bigint as gross,
             coalesce(sum(t.fee), 0)::bigint as fees,
             bool_and(t.batch_id is not distinct from b.batch_id) as own
        from settlement_lines l
        left join settlement_items t on t.merchant_id = l.merchant_id and t.item_id = l.item_id
       where l.merchant_id = b.merchant_id and l.batch_id = b.batch_id and l.line_no = 1 and l.item_id <> b.batch_id
    ) i
   where i.items <> b.items or i.net <> b.net or i.gross <> b.gross or i.fees <> b.fees or i.own is false
  union all
  select b.merchant_id, b.batch_id::text,
         format('%s gets %s by the lines, %s by the batch, %s by the journal', a.account, a.by_lines, a.by_batch, a.booked)
    from batches b
    cross join lateral (
      select s.account, sum(s.by_lines)::bigint as by_lines, sum(s.by_batch)::bigint as by_batch,
             sum(s.booked)::bigint as booked
        from (
          select l.account, l.amount as by_lines, 0::bigint as by_batch, 0::bigint as booked
            from settlement_lines l where l.merchant_id = b.merchant_id and l.batch_id = b.batch_id
          union all
          select h.account, 0, h.amount, 0
            from settlement_shares h where h.merchant_id = b.merchant_id and h.batch_id = b.batch_id
          union all
          select substr(x.account, length('split_payable:' || b.bank || ':') + 1), 0, 0, x.amount
            from ledger_journals j
            join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
            cross join lateral (values (t.credit, t.amount), (t.debit, -t.amount)) as x (account, amount)
           where j.merchant_id = b.merchant_id and j.template = 'settlementBatched' and j.subject_id = b.batch_id
             and x.account <> 'merchant_payable'
        ) s
       group by s.account
    ) a
   where a.by_lines <> a.by_batch or b.state = 'booked' and a.booked <> a.by_batch
      or b.state = 'collecting' and a.booked <> 0;
$$;

-- What is owed to each account is what batches gave it, less the payouts that have not come back, and what of a payout has never
-- left, or has left after all, as two people have found. Both arrays name merchants.
create or replace function check_split_payable(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.merchant_id, o.account, format('%s holds %s, batches less payouts come to %s', o.account, o.held, o.owed)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select s.account, sum(s.held)::bigint as held, sum(s.owed)::bigint as owed
        from (
          select a.account, a.credits - a.debits as held, 0::bigint as owed
            from ledger_accounts a where a.merchant_id = i.merchant_id and starts_with(a.account, 'split_payable:')
          union all
          select 'split_payable:' || b.bank || ':' || h.account, 0, h.amount
            from settlement_batches b
            join settlement_shares h on h.merchant_id = b.merchant_id and h.batch_id = b.batch_id
           where b.merchant_id = i.merchant_id and b.state = 'booked'
          union all
          select 'split_payable:' || p.bank || ':' || p.account, 0, -p.amount
            from payouts p
           where p.merchant_id = i.merchant_id and p.state not in ('refused', 'returned')
          union all
          select 'split_payable:' || p.bank || ':' || p.account, 0, e.booked
            from exceptions e
            join payouts p on p.merchant_id = e.merchant_id and p.payout_id = e.subject_id
           where e.merchant_id = i.merchant_id
             and (e.resolution = 'owed_again' and e.reason = 'amount_differs' or e.resolution = 'booked_to_account')
        ) s
       group by s.account
    ) o
   where o.held <> o.owed;
$$;

-- A payout is booked as ordered, as paid when it was, as refused or returned when it was, each once and whole; and its events
-- lead where it stands.
create or replace function check_payouts(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payout_id::text,
         format('payout %s of %s in version %s; booked: %s; events: %s', p.state, p.amount, p.version,
                coalesce(j.booked, 'nothing'), coalesce(e.states, 'none'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payouts p on p.merchant_id = i.merchant_id and p.payout_id = i.id
    left join lateral (
      select string_agg(k.template || ' ' || s.amount, ', ' order by k.n) as booked,
             string_agg(k.template, ' ' order by k.n) as templates,
             bool_and(s.amount = p.amount) as whole
        from unnest(array['payoutSent', 'payoutPaid', 'payoutRefused', 'payoutReturned'])
          with ordinality as k (template, n)
        cross join lateral (
          select sum(t.amount)::bigint as amount
            from ledger_journals j
            join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
           where j.merchant_id = p.merchant_id and j.template = k.template and j.subject_id = p.payout_id
        ) s
       where s.amount is not null
    ) j on true
    left join lateral (
      select string_agg(v.state, ' ' order by v.version) as states, count(*) as n, max(v.version) as last,
             (array_agg(v.state order by v.version desc))[1] as state
        from payout_events v where v.merchant_id = p.merchant_id and v.payout_id = p.payout_id
    ) e on true
   where j.whole is not true
      or j.templates is distinct from case p.state
           when 'paid' then 'payoutSent payoutPaid' when 'refused' then 'payoutSent payoutRefused'
           when 'returned' then 'payoutSent payoutPaid payoutReturned' else 'payoutSent' end
      or e.n is distinct from p.version or e.last is distinct from p.version or e.state is distinct from p.state;
$$;

-- What is in clearing are the payouts that were ordered and not answered, to the rupiah. Both arrays name merchants.
create or replace function check_payout_clearing(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.merchant_id, o.account, format('%s holds %s, unanswered payouts come to %s', o.account, o.held, o.ordered)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select s.account, sum(s.held)::bigint as held, sum(s.ordered)::bigint as ordered
        from (
          select a.account, a.credits - a.debits as held, 0::bigint as ordered
            from ledger_accounts a where a.merchant_id = i.merchant_id and starts_with(a.account, 'payout_clearing:')
          union all
          select 'payout_clearing:' || p.bank, 0, p.amount
            from payouts p where p.merchant_id = i.merchant_id and p.state in ('ready', 'sent')
        ) s
       group by s.account
    ) o
   where o.held <> o.ordered;
$$;
