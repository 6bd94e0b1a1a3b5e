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
  numbers bigint[] := array_fill(0::bigint, array[cardinality(merchant_ids)]);
  hashes bytea[] := array_fill(''::bytea, array[cardinality(merchant_ids)]);
  lines text[];
  merchant uuid;
  last_no bigint;
  last_hash bytea;
begin
  if cardinality(merchant_ids) = 0 then return; end if;
  select array_agg(g.text order by g.journal) into lines
    from (
      select l.journal, string_agg(l.debit || '>' || l.credit || ':' || l.amount, ',' order by l.n) as text
        from unnest(line_journals, line_debits, line_credits, line_amounts) with ordinality
          as l (journal, debit, credit, amount, n)
       group by l.journal
    ) g;
  if cardinality(lines) <> cardinality(merchant_ids) then
    raise exception 'every journal has a line';
  end if;

  for merchant in select distinct m.merchant_id from unnest(merchant_ids) as m (merchant_id) order by m.merchant_id
  loop
    select h.journal_no, h.hash into strict last_no, last_hash
      from ledger_heads h where h.merchant_id = merchant for update;
    for n in 1 .. cardinality(merchant_ids) loop
      continue when merchant_ids[n] <> merchant;
      last_no := last_no + 1;
      -- The link: SHA-256 over the link before it and everything that this journal says.
      last_hash := sha256(last_hash || convert_to(
        merchant || '|' || last_no || '|' || templates[n] || '|' || subject_ids[n] || '|' ||
        (extract(epoch from at) * 1000000)::bigint || '|' || lines[n], 'UTF8'));
      numbers[n] := last_no;
      hashes[n] := last_hash;
    end loop;
    update ledger_heads h set journal_no = last_no, hash = last_hash where h.merchant_id = merchant;
  end loop;

  insert into ledger_journals (merchant_id, journal_no, template, subject_id, made_at, hash)
  select i.merchant_id, i.journal_no, i.template, i.subject_id, at, i.hash
    from unnest(merchant_ids, numbers, templates, subject_ids, hashes)
      as i (merchant_id, journal_no, template, subject_id, hash);

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
