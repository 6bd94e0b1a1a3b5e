-- Checks against the bank's statements. Every row is a finding; each function is one statement over a page of keys, which reads
-- and locks nothing.

-- M8: a payment whose day was looked at is on a statement, or an exception speaks of it. The day is that of its journal, which
-- never changes. Payments that began before there were statements are not expected on one.
create or replace function check_receivable(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select p.merchant_id, p.payment_id::text,
         format('payment of %s succeeded on %s, which no statement of %s shows', p.amount, s.day, p.bank)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.id and p.state = 'succeeded'
    join ledger_journals j on j.merchant_id = p.merchant_id and j.template = 'paymentSucceeded'
     and j.subject_id = p.payment_id
    join statements s on s.bank = p.bank and s.day = (j.made_at at time zone 'Asia/Jakarta')::date
     and s.state <> 'refused' and s.judged_at is not null
   where (p.created_at at time zone 'Asia/Jakarta')::date
           >= (select min(f.day) from statements f where f.bank = p.bank and f.state <> 'refused')
     and not exists (select from statement_lines l
                      where l.merchant_id = p.merchant_id and l.subject_id = p.payment_id and l.type = 'debit'
                        and l.status = 'matched')
     and not exists (select from exceptions e
                      where e.merchant_id = p.merchant_id and e.subject_id = p.payment_id);
$$;

-- M14: a chunk has booked what its lines come to, and each of them shows what has succeeded here with that amount. What people
-- matched by hand has no lines of its own.
create or replace function check_chunks(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select c.merchant_id, c.chunk_id::text,
         format('chunk of %s and %s, its lines %s and %s with %s unfit, booked %s and %s', c.taken, c.given_back,
                l.taken, l.given_back, l.unfit, b.taken, b.given_back)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join reconciled_chunks c on c.merchant_id = i.merchant_id and c.chunk_id = i.id
    cross join lateral (
      select coalesce(sum(s.amount) filter (where s.type = 'debit'), 0)::bigint as taken,
             coalesce(sum(s.amount) filter (where s.type = 'refund'), 0)::bigint as given_back,
             count(*) filter (where not exists (
               select from payments p
                where s.type = 'debit' and p.merchant_id = s.merchant_id and p.payment_id = s.subject_id
                  and p.amount = s.amount
                  and (p.state = 'succeeded'
                       or exists (select from late_money n
                                   where n.merchant_id = p.merchant_id and n.payment_id = p.payment_id))
               union all
               select from refunds r
                where s.type = 'refund' and r.merchant_id = s.merchant_id and r.refund_id = s.subject_id
                  and r.amount = s.amount and r.state = 'succeeded'
               union all
               select from payouts o
                where s.type in ('payout', 'payout_return') and o.merchant_id = s.merchant_id
                  and o.payout_id = s.subject_id and o.amount = s.amount and o.state in ('sent', 'paid', 'returned')
             )) as unfit
        from statement_lines s where s.merchant_id = c.merchant_id and s.chunk_id = c.chunk_id
    ) l
    cross join lateral (
      select coalesce(sum(t.amount) filter (where t.debit = 'cash:' || c.bank), 0)::bigint as taken,
             coalesce(sum(t.amount) filter (where t.credit = 'cash:' || c.bank), 0)::bigint as given_back
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.merchant_id = c.merchant_id and j.template = 'statementReconciled' and j.subject_id = c.chunk_id
    ) b
   where b.taken <> c.taken or b.given_back <> c.given_back
      or c.statement_id is not null
         and (l.taken <> c.taken or l.given_back <> c.given_back or l.unfit > 0);
$$;

-- M13, M14: an exception has put into suspense what it says, and has taken it out again when it was resolved: by two people, or
-- by a later line of the bank.
create or replace function check_exceptions(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select e.merchant_id, e.exception_id::text,
         format('%s, %s by %s, of %s: booked in %s, out %s, reversed %s, owed again %s, recovered %s', e.reason, e.state,
                coalesce(e.resolution, 'nobody'), e.booked, b.in_, b.out_, b.reversed, b.owed, b.recovered)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    join exceptions e on e.merchant_id = i.merchant_id and e.exception_id = i.id
    cross join lateral (
      select coalesce(sum(t.amount) filter (where j.template = 'unexplainedIn'), 0)::bigint as in_,
             coalesce(sum(t.amount) filter (where j.template = 'unexplainedOut'), 0)::bigint as out_,
             coalesce(sum(t.amount) filter (where j.template in ('paymentReversed', 'refundReversed', 'lateMoneyReversed',
                                                                 'lateReturnReversed')
                                              and 'bank_receivable:' || e.bank in (t.debit, t.credit)), 0)::bigint as reversed,
             coalesce(sum(t.amount) filter (where j.template = 'payoutShort'), 0)::bigint as owed,
             coalesce(sum(t.amount) filter (where j.template = 'lossRecovered'), 0)::bigint as recovered
        from unnest(array['unexplainedIn', 'unexplainedOut', 'paymentReversed', 'refundReversed', 'lateMoneyReversed',
                          'lateReturnReversed', 'payoutShort', 'lossRecovered']) as k (template)
        join ledger_journals j on j.merchant_id = e.merchant_id and j.template = k.template
         and j.subject_id = e.exception_id
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
    ) b
   where b.in_ <> case when e.booked > 0 then e.booked when e.state = 'resolved' then -e.booked else 0 end
      or b.out_ <> case when e.booked < 0 then -e.booked when e.state = 'resolved' then e.booked else 0 end
      -- What is explained by another exception of the same subject is booked with that one.
      or b.reversed <> case when e.resolution in ('payment_reversed', 'refund_reversed')
                             and not exists (select from exceptions m
                                              where m.merchant_id = e.merchant_id and m.exception_id = e.explained_by
                                                and m.subject_id = e.subject_id) then e.expected else 0 end
      or b.owed <> case when e.resolution = 'owed_again' then e.booked else 0 end
      or b.recovered <> case when e.resolution = 'loss_recovered' then e.booked else 0 end
      or (e.resolution is not distinct from 'booked_to_account') <> exists (
           select from ledger_journals j
            where j.merchant_id = e.merchant_id and j.template = 'payoutAfterAll' and j.subject_id = e.exception_id)
      or e.resolution = 'owed_again' and not exists (
           select from payouts p
            where p.merchant_id = e.merchant_id and p.payout_id = e.subject_id
              and p.state = any(case e.reason when 'missing_at_bank' then array['returned'] else array['paid', 'returned'] end))
      or e.state = 'resolved' and case
           when e.asked_by is null
             then not exists (select from statement_lines l
                               where l.merchant_id = e.merchant_id and l.subject_id = e.subject_id and l.type = e.type
                                 and l.status = 'matched')
           else not exists (
             select from approvals a
              where a.merchant_id = e.merchant_id and a.approval_id = e.approval_id and a.kind = 'exception'
                and a.subject = coalesce(e.explained_by, e.exception_id)::text and a.state in ('approved', 'done')
                and a.asked_by = e.asked_by and a.decided_by = e.approved_by)
         end;
$$;

-- M4: the heads of a merchant's ledger that closed days have sealed still stand in its chain. Those of the last two months are looked
-- at: what is older stands behind them in the same chain. Both arrays name merchants.
create or replace function check_closed_heads(merchant_ids uuid[], ids uuid[])
returns table (merchant_id uuid, subject text, detail text)
language sql stable
-- Planned for keys: a page names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select h.merchant_id, format('%s %s', h.bank, h.day),
         format('journal %s was sealed with another hash, or is gone', h.journal_no)
    from unnest(merchant_ids, ids) as i (merchant_id, id)
    cross join lateral (
      select c.* from closed_heads c where c.merchant_id = i.merchant_id order by c.bank desc, c.day desc limit 60
    ) h
    left join ledger_journals j on j.merchant_id = h.merchant_id and j.journal_no = h.journal_no
   where h.journal_no > 0 and j.hash is distinct from h.hash;
$$;
