-- Merchants' parts of statements that may be matched now, the oldest day first: nobody is at them, and nothing of that merchant is
-- left of a day before. It names no merchant: whose turn it is, is what is asked.
create or replace function waiting_statement_parts(at timestamptz, most int)
returns table (merchant_id uuid, statement_id uuid)
language sql stable
-- Planned for keys: the table has few rows or none whenever somebody counts them, and very many on the morning of a large day.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select m.merchant_id, m.statement_id from statement_merchants m
   where m.done_at is null and (m.lease_until is null or m.lease_until <= at)
     and not exists (select from statement_merchants e
                      where e.merchant_id = m.merchant_id and e.bank = m.bank and e.day < m.day and e.done_at is null)
   order by m.day, m.statement_id, m.merchant_id limit most;
$$;

-- Holds what reconciles a merchant at a bank until the transaction ends, one at a time, and reads the next lines of the merchant's
-- part of a statement as they then are, each with what it speaks of: the payment, refund or payout of our reference, whether that
-- was seen on a statement before, and whether people have closed it by hand.
create or replace function next_statement_chunk(merchant uuid, statement uuid, slug text, after int, most int)
returns table (
  line_no int, type text, reference text, bank_reference text, subject_id uuid, amount bigint, at timestamptz,
  subject_state text, subject_amount bigint, subject_kind text, is_late boolean, seen boolean, differed boolean,
  closed boolean, missing uuid
)
language plpgsql
-- Planned for keys: a chunk names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  insert into reconciliation_turns as t (merchant_id, bank) values (merchant, slug)
  on conflict (merchant_id, bank) do update set bank = excluded.bank;
  return query
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
      -- What is in a file may have been handed over without anybody having said so.
      select case when o.state = 'ready' and o.file_id is not null then 'sent' else o.state end, o.amount, 'payout', false
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
end $$;

-- Ends a chunk whose lines the caller has read under the merchant's turn: moves the part on behind them, says what has become of
-- them (all were matched but for the odd ones), and writes down what was matched. Answers the open day on which that counts: the
-- statement's own, or the first one after it that is not closed. Null, and nothing is done, when the part is not where the caller
-- left it. A line that came in between is an error after which the chunk may be tried again.
create or replace function keep_statement_chunk(
  merchant uuid, statement uuid, slug text, of_day date, at timestamptz,
  after int, through int, part_lines int, is_done boolean, lease timestamptz,
  lines int, odd_lines int[], odd_statuses text[], chunk uuid, taken bigint, given_back bigint
) returns date
language plpgsql
-- Planned for keys: a chunk names its rows, and no size of a table may turn that into a scan.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  marked bigint;
  open_day date;
begin
  update statement_merchants m
     set matched_through = through, done_at = case when is_done then keep_statement_chunk.at end,
         lease_until = case when is_done then null else lease end
   where m.merchant_id = merchant and m.statement_id = statement and m.matched_through = after and m.done_at is null
     and m.lines = part_lines;
  if not found then return null; end if;

  -- A day that is being closed is closed before this is read, or waits until this chunk is in the heads that it seals: lines that
  -- find their merchant late may count on any day that is open.
  perform pg_advisory_xact_lock_shared(hashtextextended('closing ' || slug, 0));
  select greatest(of_day, max(c.day) + 1) into open_day from closed_days c where c.bank = slug;

  update statement_lines l set status = i.status
    from unnest(odd_lines, odd_statuses) as i (line_no, status)
   where l.merchant_id = merchant and l.statement_id = statement and l.line_no = i.line_no and l.status = 'pending';
  get diagnostics marked = row_count;
  if marked = cardinality(odd_lines) and lines > marked then
    update statement_lines l set status = 'matched', chunk_id = chunk
     where l.merchant_id = merchant and l.statement_id = statement and l.line_no > after and l.line_no <= through
       and l.status = 'pending';
    get diagnostics marked = row_count;
    marked := marked + cardinality(odd_lines);
    insert into reconciled_chunks (merchant_id, chunk_id, statement_id, bank, day, taken, given_back, made_at)
    values (merchant, chunk, statement, slug, open_day, keep_statement_chunk.taken, keep_statement_chunk.given_back,
            keep_statement_chunk.at);
  end if;
  if marked <> lines then
    raise exception 'the lines of the chunk have changed since they were read' using errcode = 'serialization_failure';
  end if;
  return open_day;
end $$;

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
