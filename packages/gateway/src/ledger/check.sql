-- The checks of the books, one function each: every row is a finding, none is the promise. They only read, take no
-- locks, and may run on a live database. The chain itself is verified outside the database (verify-chain.ts).

-- M3: a balance is the sum of its transfers.
create or replace function check_balances() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  with sums as (
    select side.merchant_id, side.account, sum(side.debit)::bigint as debits, sum(side.credit)::bigint as credits
      from (
        select t.merchant_id, t.debit as account, t.amount as debit, 0::bigint as credit from ledger_transfers t
        union all
        select t.merchant_id, t.credit, 0, t.amount from ledger_transfers t
      ) side
     group by side.merchant_id, side.account
  )
  select coalesce(a.merchant_id, s.merchant_id), coalesce(a.account, s.account),
         format('balance says %s / %s, transfers say %s / %s', a.debits, a.credits, s.debits, s.credits)
    from ledger_accounts a
    full join sums s on s.merchant_id = a.merchant_id and s.account = a.account
   where a.debits is distinct from s.debits or a.credits is distinct from s.credits;
$$;

-- M1, M2: every journal has transfers, and all debits equal all credits.
create or replace function check_journals() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select j.merchant_id, j.journal_no::text, 'journal without a transfer'
    from ledger_journals j
   where not exists (select 1 from ledger_transfers t
                      where t.merchant_id = j.merchant_id and t.journal_no = j.journal_no)
  union all
  select a.merchant_id, 'all accounts', format('debits %s, credits %s', sum(a.debits), sum(a.credits))
    from ledger_accounts a
   group by a.merchant_id
  having sum(a.debits) <> sum(a.credits);
$$;

-- Payment ↔ ledger parity: a payment succeeded exactly when its amount is booked.
create or replace function check_payments() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select coalesce(p.merchant_id, b.merchant_id), coalesce(p.payment_id, b.subject_id)::text,
         format('payment %s of %s, booked %s', coalesce(p.state, 'none'), p.amount, b.amount)
    from payments p
    full join (
      select j.merchant_id, j.subject_id, sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.template = 'paymentSucceeded'
       group by j.merchant_id, j.subject_id
    ) b on b.merchant_id = p.merchant_id and b.subject_id = p.payment_id
   where (p.state = 'succeeded') is distinct from (b.subject_id is not null)
      or p.state = 'succeeded' and p.amount <> b.amount;
$$;

-- Refund ↔ ledger parity, for both kinds, and what a payment says it gave back.
create or replace function check_refunds() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select coalesce(r.merchant_id, b.merchant_id), coalesce(r.refund_id, b.subject_id)::text,
         format('refund %s of %s, booked %s', coalesce(r.state, 'none'), r.amount, b.amount)
    from refunds r
    full join (
      select j.merchant_id, j.subject_id, j.template, sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.template in ('refundSucceeded', 'suspenseOut')
       group by j.merchant_id, j.subject_id, j.template
    ) b on b.merchant_id = r.merchant_id and b.subject_id = r.refund_id
   where (r.state = 'succeeded') is distinct from (b.subject_id is not null)
      or r.state = 'succeeded' and r.amount <> b.amount
      or b.template is not null and (r.kind = 'late') is distinct from (b.template = 'suspenseOut')
  union all
  select p.merchant_id, p.payment_id::text, format('refunded says %s, refunds say %s', p.refunded, s.amount)
    from payments p
    left join (
      select r.merchant_id, r.payment_id, sum(r.amount)::bigint as amount
        from refunds r where r.kind = 'merchant' and r.state <> 'failed'
       group by r.merchant_id, r.payment_id
    ) s on s.merchant_id = p.merchant_id and s.payment_id = p.payment_id
   where p.refunded <> coalesce(s.amount, 0);
$$;

-- Late money: each case is booked into suspense with its amount.
create or replace function check_late_money() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select coalesce(l.merchant_id, b.merchant_id), coalesce(l.payment_id, b.subject_id)::text,
         format('late money %s, booked %s', l.amount, b.amount)
    from late_money l
    full join (
      select j.merchant_id, j.subject_id, sum(t.amount)::bigint as amount
        from ledger_journals j
        join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
       where j.template = 'suspenseIn'
       group by j.merchant_id, j.subject_id
    ) b on b.merchant_id = l.merchant_id and b.subject_id = l.payment_id
   where l.amount is distinct from b.amount;
$$;

-- S4: one event per version, without gaps, the last one saying where the payment, refund or token stands.
create or replace function check_events() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select p.merchant_id, p.payment_id::text,
         format('payment %s at version %s, %s events ending %s', p.state, p.version, e.n, e.last_state)
    from payments p
    left join (
      select e.merchant_id, e.payment_id, count(*) as n, max(e.version) as top,
             (array_agg(e.state order by e.version desc))[1] as last_state
        from payment_events e group by e.merchant_id, e.payment_id
    ) e on e.merchant_id = p.merchant_id and e.payment_id = p.payment_id
   where e.n is distinct from p.version or e.top is distinct from p.version
      or e.last_state is distinct from p.state
  union all
  select r.merchant_id, r.refund_id::text,
         format('refund %s at version %s, %s events ending %s', r.state, r.version, e.n, e.last_state)
    from refunds r
    left join (
      select e.merchant_id, e.refund_id, count(*) as n, max(e.version) as top,
             (array_agg(e.state order by e.version desc))[1] as last_state
        from refund_events e group by e.merchant_id, e.refund_id
    ) e on e.merchant_id = r.merchant_id and e.refund_id = r.refund_id
   where e.n is distinct from r.version or e.top is distinct from r.version
      or e.last_state is distinct from r.state
  union all
  select t.merchant_id, t.token_id::text,
         format('token %s at version %s, %s events ending %s', t.state, t.version, e.n, e.last_state)
    from tokens t
    left join (
      select e.merchant_id, e.token_id, count(*) as n, max(e.version) as top,
             (array_agg(e.state order by e.version desc))[1] as last_state
        from token_events e group by e.merchant_id, e.token_id
    ) e on e.merchant_id = t.merchant_id and e.token_id = t.token_id
   where e.n is distinct from t.version or e.top is distinct from t.version
      or e.last_state is distinct from t.state;
$$;

-- S8: a payment that was unclear ended only with evidence.
create or replace function check_evidence() returns table (merchant_id uuid, subject text, detail text)
language sql stable as $$
  select e.merchant_id, e.payment_id::text, format('%s from unclear without evidence', e.event)
    from payment_events e
    join payment_events before on before.merchant_id = e.merchant_id and before.payment_id = e.payment_id
     and before.version = e.version - 1
   where before.state = 'unclear' and e.state <> 'unclear' and e.evidence is null;
$$;
