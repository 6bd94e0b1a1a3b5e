-- The next lines of a merchant's part of a statement, each with what it speaks of: the payment, refund or payout of our
-- reference, whether that was seen on a statement before, and whether people have closed it by hand.
create or replace function statement_chunk(merchant uuid, statement uuid, slug text, after int, most int)
returns table (
  line_no int, type text, reference text, bank_reference text, subject_id uuid, amount bigint, at timestamptz,
  subject_state text, subject_amount bigint, subject_kind text, is_late boolean, seen boolean, differed boolean,
  closed boolean, missing uuid
)
language sql stable
-- Planned for keys: a chunk names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select l.line_no, l.type, l.reference, l.bank_reference, l.subject_id, l.amount, l.at,
         s.state, s.amount, s.kind, coalesce(s.is_late, false),
         m.line_no is not null, x.differed, x.closed, x.missing
    from (select i.* from statement_lines i
           where i.merchant_id = merchant and i.statement_id = statement and i.line_no > after
             and i.status = 'pending'
           order by i.line_no limit most) l
    left join lateral (
      select p.state, p.amount, 'payment' as kind, n.payment_id is not null as is_late
        from payments p
        left join late_money n on n.merchant_id = p.merchant_id and n.payment_id = p.payment_id
       where l.type = 'debit' and p.merchant_id = merchant and p.payment_id = l.subject_id and p.bank = slug
      union all
      select r.state, r.amount, 'refund', r.kind = 'late'
        from refunds r
        join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id and p.bank = slug
       where l.type = 'refund' and r.merchant_id = merchant and r.refund_id = l.subject_id
      union all
      select o.state, o.amount, 'payout', false
        from payouts o
       where l.type in ('payout', 'payout_return') and o.merchant_id = merchant and o.payout_id = l.subject_id
         and o.bank = slug
    ) s on true
    left join statement_lines m on m.merchant_id = merchant and m.subject_id = l.subject_id and m.type = l.type
     and m.status = 'matched'
    cross join lateral (
      select coalesce(bool_or(e.reason = 'amount_differs' and e.type = l.type), false) as differed,
             coalesce(bool_or(e.resolution in ('payment_reversed', 'refund_reversed', 'loss_borne')
                                and e.subject_kind is not null and e.type = l.type
                              or e.resolution = 'owed_again' and e.reason = 'missing_at_bank'), false) as closed,
             (array_agg(e.exception_id) filter (where e.reason = 'missing_at_bank' and e.state = 'open'
                                                  and e.type = l.type))[1] as missing
        from exceptions e where e.merchant_id = merchant and e.subject_id = l.subject_id
    ) x
   order by l.line_no;
$$;

-- Says what has become of lines; `chunks` has the chunk of those that were matched.
create or replace function mark_lines(
  merchant uuid, statement uuid, line_nos int[], statuses text[], chunks uuid[], subject_ids uuid[]
) returns void
language sql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  update statement_lines l
     set status = i.status, chunk_id = i.chunk_id, subject_id = coalesce(i.subject_id, l.subject_id)
    from unnest(line_nos, statuses, chunks, subject_ids) as i (line_no, status, chunk_id, subject_id)
   where l.merchant_id = merchant and l.statement_id = statement and l.line_no = i.line_no;
$$;
