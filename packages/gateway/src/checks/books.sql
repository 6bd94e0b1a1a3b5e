-- Checks of money: the ledger by itself, and against payments, refunds and late money. Every row is a finding, none is the
-- promise. Each function is one statement, and so one moment: what changes while it runs is either in it or not at all.
-- They read, and lock nothing. Rows come as pages: keys that the caller has found, or a range of journal numbers.

-- M1, M15: every journal is of a template that we know, and each of its lines is one that the template may book. In an account
-- `*` stands for the bank of the journal's subject, which must have come to what the template says; a `+` at its end stands for
-- any bank account of the merchant.
create or replace function check_journals(
  merchant uuid, after bigint, upto bigint, templates text[], debits text[], credits text[], lines int[]
) returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select j.merchant_id, j.journal_no::text,
         case
           when j.template <> all (templates) then format('unknown template %s', j.template)
           when s.bank is null then format('%s for %s, which has not come to that', j.template, j.subject_id)
           else format('%s with the lines %s', j.template, coalesce(l.lines, 'none'))
         end
    from ledger_journals j
    left join lateral (
      select p.bank from payments p
       where j.template in ('paymentSucceeded', 'feeCharged') and p.merchant_id = j.merchant_id
         and p.payment_id = j.subject_id and p.state = 'succeeded'
      union all
      select p.bank from late_money m
        join payments p on p.merchant_id = m.merchant_id and p.payment_id = m.payment_id
       where j.template = 'suspenseIn' and m.merchant_id = j.merchant_id and m.payment_id = j.subject_id
      union all
      select p.bank from refunds r
        join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
       where j.template in ('refundRequested', 'refundSucceeded', 'refundFailed', 'suspenseOut')
         and r.merchant_id = j.merchant_id and r.refund_id = j.subject_id
         and (j.template = 'refundRequested' and r.kind = 'merchant'
              or (j.template, r.kind, r.state) in (('refundSucceeded', 'merchant', 'succeeded'),
                ('refundFailed', 'merchant', 'failed'), ('suspenseOut', 'late', 'succeeded')))
      union all
      select b.bank from settlement_batches b
       where j.template = 'settlementBatched' and b.merchant_id = j.merchant_id and b.batch_id = j.subject_id
         and b.state = 'booked'
      union all
      select o.bank from payouts o
       where o.merchant_id = j.merchant_id and o.payout_id = j.subject_id
         and (j.template = 'payoutSent'
              or (j.template, o.state) in (('payoutPaid', 'paid'), ('payoutPaid', 'returned'),
                ('payoutRefused', 'refused'), ('payoutReturned', 'returned')))
      union all
      select c.bank from reconciled_chunks c
       where j.template = 'statementReconciled' and c.merchant_id = j.merchant_id and c.chunk_id = j.subject_id
      union all
      select e.bank from exceptions e
       where e.merchant_id = j.merchant_id and e.exception_id = j.subject_id
         and (j.template in ('unexplainedIn', 'unexplainedOut')
              or (j.template, e.resolution) in (('paymentReversed', 'payment_reversed'),
                ('refundReversed', 'refund_reversed'), ('lossBorne', 'loss_borne'),
                ('lateMoneyReversed', 'payment_reversed'), ('lateReturnReversed', 'refund_reversed'),
                ('payoutShort', 'owed_again'), ('payoutAfterAll', 'booked_to_account'),
                ('lossRecovered', 'loss_recovered')))
    ) s on true
    left join lateral (
      select string_agg(t.line || ' ' || t.debit || ' ' || t.credit, ', ' order by t.line) as lines,
             bool_and(exists (
               select from unnest(check_journals.templates, check_journals.debits, check_journals.credits,
                                  check_journals.lines) as k (template, debit, credit, lines)
                where k.template = j.template and t.line <= coalesce(k.lines, t.line)
                  and is_account(t.debit, k.debit, s.bank) and is_account(t.credit, k.credit, s.bank))) as sound
        from ledger_transfers t where t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
    ) l on true
   where j.merchant_id = merchant and j.journal_no > after and j.journal_no <= upto
     and (s.bank is null or l.sound is not true)
   order by j.journal_no limit 1000;
$$;

-- As a version that knows fewer templates asks, while its last processes still run: what it does not know would be a finding to
-- it. It is told of none; the daily look at everything passes nothing by.
create or replace function check_journals(
  merchant uuid, after bigint, upto bigint, templates text[], debits text[], credits text[]
) returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select null::uuid, null::text, null::text where false;
$$;

-- Whether an account is the one that a template names, of this bank.
create or replace function is_account(account text, named text, bank text) returns boolean
language sql immutable as $$
  select case when right(named, 1) = '+'
              then starts_with(account, replace(rtrim(named, '+'), '*', bank)) and right(account, 1) <> ':'
              else account = replace(named, '*', bank) end;
$$;

-- The sums of a range of journals, by account.
create or replace function sum_transfers(merchant uuid, after bigint, upto bigint)
returns table (account text, debits bigint, credits bigint)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select side.account, sum(side.debit)::bigint, sum(side.credit)::bigint
    from ledger_transfers t
    cross join lateral (values (t.debit, t.amount, 0::bigint), (t.credit, 0::bigint, t.amount))
      as side (account, debit, credit)
   where t.merchant_id = merchant and t.journal_no > after and t.journal_no <= upto
   group by side.account;
$$;

-- M2, M3: an account's balance is the sum of its transfers, and all debits equal all credits. The sums up to `after` come
-- from the caller; what has been booked since is added here, in the moment in which the balances are read.
create or replace function check_balances(
  merchant uuid, after bigint, accounts text[], debits bigint[], credits bigint[]
) returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- The sums are named arrays, the range is new: a merge of a few accounts may be made as the planner likes.
as $$
  with sums as (
    select s.account, sum(s.debits)::bigint as debits, sum(s.credits)::bigint as credits
      from (
        select i.account, i.debits, i.credits from unnest(accounts, debits, credits) as i (account, debits, credits)
        union all
        select n.account, n.debits, n.credits from sum_transfers(merchant, after, 9223372036854775807) n
      ) s
     group by s.account
  )
  select merchant, coalesce(a.account, s.account),
         format('balance says %s / %s, transfers say %s / %s', a.debits, a.credits, s.debits, s.credits)
    from (select b.account, b.debits, b.credits from ledger_accounts b where b.merchant_id = merchant) a
    full join sums s on s.account = a.account
   where a.debits is distinct from s.debits or a.credits is distinct from s.credits
  union all
  select merchant, 'all accounts', format('debits %s, credits %s', sum(a.debits), sum(a.credits))
    from ledger_accounts a where a.merchant_id = merchant
  having sum(a.debits) <> sum(a.credits);
$$;

-- A payment has succeeded exactly when its amount is booked.
create or replace function check_payments(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text, format('payment %s of %s, booked %s', p.state, p.amount, b.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = p.merchant_id and j.template = 'paymentSucceeded' and j.subject_id = p.payment_id
    ) b on true
   where b.amount is distinct from case when p.state = 'succeeded' then p.amount end;
$$;

-- M6: what a payment says it gave back is the sum of its refunds that have not failed and of which people have not found that the
-- bank never made them, and no more than was taken.
create or replace function check_refunded(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('refunded says %s of %s, refunds say %s', p.refunded, p.amount, s.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select coalesce(sum(r.amount), 0)::bigint as amount from refunds r
       where r.merchant_id = p.merchant_id and r.payment_id = p.payment_id and r.kind = 'merchant'
         and r.state <> 'failed'
         and not exists (select from exceptions e
                          where e.merchant_id = r.merchant_id and e.subject_id = r.refund_id
                            and e.resolution = 'refund_reversed')
    ) s
   where p.refunded <> s.amount or s.amount > p.amount;
$$;

-- A refund has succeeded exactly when its amount is booked by the template of its kind, and one that was booked on its way has
-- arrived exactly when it has ended. A late one has its case. Refunds of earlier versions were not booked on their way.
create or replace function check_refunds(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select r.merchant_id, r.refund_id::text,
         case when r.kind = 'late' and l.payment_id is null then 'late refund without late money'
              else format('%s refund %s of %s, booked: asked for %s, from there %s, failed %s', r.kind, r.state, r.amount,
                          coalesce(b.requested::text, 'nothing'), coalesce(b.succeeded::text, 'nothing'),
                          coalesce(b.failed::text, 'nothing')) end
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.id
    left join late_money l on l.merchant_id = r.merchant_id and l.refund_id = r.refund_id
     and l.payment_id = r.payment_id
    left join lateral (
      select (sum(t.amount) filter (where j.template = 'refundRequested'))::bigint as requested,
             (sum(t.amount) filter (where j.template = 'refundFailed'))::bigint as failed,
             (sum(t.amount) filter (where j.template in ('refundSucceeded', 'suspenseOut')))::bigint as succeeded,
             bool_or(j.template = 'refundSucceeded' and t.debit = 'merchant_payable') as at_once
        from unnest(array['refundRequested', 'refundFailed', 'refundSucceeded', 'suspenseOut']) as k (template)
        join ledger_journals j on j.merchant_id = r.merchant_id and j.template = k.template and j.subject_id = r.refund_id
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where (k.template = 'suspenseOut') = (r.kind = 'late')
    ) b on true
   where b.succeeded is distinct from case when r.state = 'succeeded' then r.amount end
      or b.failed is distinct from case when r.state = 'failed' then b.requested end
      or b.requested <> r.amount
      or r.kind = 'merchant' and r.state = 'succeeded' and (b.requested is null) <> b.at_once
      or (r.kind = 'late') <> (l.payment_id is not null);
$$;

-- M12: late money is a case of a payment that ended without money, booked into suspense once; what goes back is all of it.
create or replace function check_late_money(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select l.merchant_id, l.payment_id::text,
         format('late money %s for a payment %s of %s, booked %s, refund of %s', l.amount, p.state, p.amount, b.amount,
                r.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join late_money l on l.merchant_id = i.merchant_id and l.payment_id = i.id
    left join payments p on p.merchant_id = l.merchant_id and p.payment_id = l.payment_id
    left join refunds r on r.merchant_id = l.merchant_id and r.refund_id = l.refund_id and r.kind = 'late'
     and r.payment_id = l.payment_id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = l.merchant_id and j.template = 'suspenseIn' and j.subject_id = l.payment_id
    ) b on true
   where p.state is null or p.state not in ('failed', 'expired') or l.amount <> p.amount
      or b.amount is distinct from l.amount
      or l.refund_id is not null and r.amount is distinct from l.amount;
$$;

-- M13: what is in suspense is the late money that is not back yet, and what open exceptions hold there, to the rupiah. Both
-- arrays name merchants.
create or replace function check_suspense(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.merchant_id, 'suspense', format('suspense holds %s, late money %s, open exceptions %s', a.held, o.amount, x.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select coalesce(sum(s.credits - s.debits), 0)::bigint as held
        from ledger_accounts s where s.merchant_id = i.merchant_id and s.account = 'suspense'
    ) a
    cross join lateral (
      select coalesce(sum(l.amount), 0)::bigint as amount
        from late_money l
        left join refunds r on r.merchant_id = l.merchant_id and r.refund_id = l.refund_id
       where l.merchant_id = i.merchant_id and l.reversed_at is null and r.state is distinct from 'succeeded'
    ) o
    cross join lateral (
      select coalesce(sum(e.booked), 0)::bigint as amount
        from exceptions e where e.merchant_id = i.merchant_id and e.state = 'open'
    ) x
   where a.held <> o.amount + x.amount;
$$;

-- A payment's fee is booked exactly when the payment has succeeded.
create or replace function check_fees(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('payment %s with a fee of %s, booked %s', p.state, p.fee, coalesce(b.amount::text, 'none'))
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    left join lateral (
      select sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = p.merchant_id and j.template = 'feeCharged' and j.subject_id = p.payment_id
    ) b on true
   where b.amount is distinct from case when p.state = 'succeeded' and p.fee > 0 then p.fee end;
$$;

-- A payment's split divides its own net, each line by its rule, and no more than that together.
create or replace function check_splits(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('of %s with a fee of %s, a split of %s into %s', p.amount, p.fee, p.splits->>'net', p.splits->'lines')
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id
    cross join lateral (
      select sum(x.amount) as amount,
             bool_and(x.account is not null and x.amount is not distinct from
                      case x.type when 'FIX' then x.value
                                  when 'PERCENTAGE' then (p.amount - p.fee) * x.value / 100 end) as sound
        from jsonb_to_recordset(case when jsonb_typeof(p.splits->'lines') = 'array' then p.splits->'lines' end)
          as x (account text, type text, value bigint, amount bigint)
    ) l
   where p.splits is not null
     and (p.splits->>'net' is distinct from (p.amount - p.fee)::text or l.sound is not true or l.amount > p.amount - p.fee);
$$;

-- M13: what is in transit is what was asked for and is not decided, to the rupiah. Both arrays name merchants.
create or replace function check_refund_in_transit(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.merchant_id, 'refund_in_transit', format('%s are in transit, undecided refunds come to %s', a.held, o.amount)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select coalesce(sum(s.credits - s.debits), 0)::bigint as held
        from ledger_accounts s where s.merchant_id = i.merchant_id and s.account = 'refund_in_transit'
    ) a
    cross join lateral (
      select coalesce(sum(r.amount), 0)::bigint as amount
        from refunds r
        join ledger_journals j on j.merchant_id = r.merchant_id and j.template = 'refundRequested'
         and j.subject_id = r.refund_id
       where r.merchant_id = i.merchant_id and r.due_at is not null and r.kind = 'merchant'
         and r.state in ('requested', 'unclear')
    ) o
   where a.held <> o.amount;
$$;
