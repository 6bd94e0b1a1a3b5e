-- Writes journals: the only writer of the ledger. Each journal is chained to the merchant's last one, under the lock of
-- the merchant's head; its transfers and the balances they change are written with it. A journal is booked once: the
-- same (template, subject) again is an error that takes its whole batch back. Lines refer to journals by position.
create or replace function post_journals(
  lane uuid, at timestamptz,
  merchant_ids uuid[], templates text[], subject_ids uuid[],
  line_journals int[], line_debits text[], line_credits text[], line_amounts bigint[]
) returns void
language plpgsql as $$
declare
  numbers bigint[];
  journal record;
  merchant uuid;
  last_no bigint;
  last_hash bytea;
begin
  if cardinality(merchant_ids) = 0 then return; end if;
  numbers := array_fill(0::bigint, array[cardinality(merchant_ids)]);
  for journal in
    select i.n::int as n, i.merchant_id, i.template, i.subject_id,
           (select string_agg(l.debit || '>' || l.credit || ':' || l.amount, ',' order by l.line)
              from unnest(line_journals, line_debits, line_credits, line_amounts) with ordinality
                as l (journal, debit, credit, amount, line)
             where l.journal = i.n) as lines
      from unnest(merchant_ids, templates, subject_ids) with ordinality
        as i (merchant_id, template, subject_id, n)
     order by i.merchant_id, i.n
  loop
    if journal.merchant_id is distinct from merchant then
      if merchant is not null then
        update ledger_heads h set journal_no = last_no, hash = last_hash where h.merchant_id = merchant;
      end if;
      merchant := journal.merchant_id;
      select h.journal_no, h.hash into strict last_no, last_hash
        from ledger_heads h where h.merchant_id = merchant for update;
    end if;
    last_no := last_no + 1;
    last_hash := ledger_hash(last_hash, merchant, last_no, journal.template, journal.subject_id, at, journal.lines);
    numbers[journal.n] := last_no;
    insert into ledger_journals (merchant_id, journal_no, template, subject_id, made_at, hash)
    values (merchant, last_no, journal.template, journal.subject_id, at, last_hash);
  end loop;
  update ledger_heads h set journal_no = last_no, hash = last_hash where h.merchant_id = merchant;

  insert into ledger_transfers (merchant_id, journal_no, line, debit, credit, amount)
  select merchant_ids[l.journal], numbers[l.journal],
         row_number() over (partition by l.journal order by l.n), l.debit, l.credit, l.amount
    from unnest(line_journals, line_debits, line_credits, line_amounts) with ordinality
      as l (journal, debit, credit, amount, n);

  insert into ledger_accounts as a (merchant_id, account, debits, credits)
  select side.merchant_id, side.account, sum(side.debit)::bigint, sum(side.credit)::bigint
    from (
      select merchant_ids[l.journal] as merchant_id, l.debit as account, l.amount as debit, 0 as credit
        from unnest(line_journals, line_debits, line_amounts) as l (journal, debit, amount)
      union all
      select merchant_ids[l.journal], l.credit, 0, l.amount
        from unnest(line_journals, line_credits, line_amounts) as l (journal, credit, amount)
    ) as side
   group by side.merchant_id, side.account
   order by side.merchant_id, side.account
  on conflict (merchant_id, account) do update
    set debits = a.debits + excluded.debits, credits = a.credits + excluded.credits;
end $$;
