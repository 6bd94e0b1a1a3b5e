-- Appends to the audit: the only writer of its entries. Each entry is chained to the last one of its merchant (the nil uuid
-- for the gateway itself), under the lock of the chain's head, in the transaction of the act that it speaks of. `words` is
-- what the entry says as canonical JSON, made and verified outside the database.
create or replace function append_audit(
  lane uuid, at timestamptz,
  merchant_ids uuid[], operator_ids uuid[], bys text[], roles text[], addresses text[], acts text[], subjects text[],
  reasons text[], befores text[], afters text[], words text[]
) returns void
language plpgsql as $$
declare
  numbers bigint[] := array_fill(0::bigint, array[cardinality(merchant_ids)]);
  hashes bytea[] := array_fill(''::bytea, array[cardinality(merchant_ids)]);
  merchant uuid;
  last_no bigint;
  last_hash bytea;
begin
  if cardinality(merchant_ids) = 0 then return; end if;
  insert into audit_heads (merchant_id, entry_no, hash)
  select distinct m.merchant_id, 0, decode(repeat('00', 32), 'hex')
    from unnest(merchant_ids) as m (merchant_id)
   where not exists (select 1 from audit_heads h where h.merchant_id = m.merchant_id)
   order by m.merchant_id
  on conflict (merchant_id) do nothing;

  for merchant in select distinct m.merchant_id from unnest(merchant_ids) as m (merchant_id) order by m.merchant_id
  loop
    select h.entry_no, h.hash into strict last_no, last_hash
      from audit_heads h where h.merchant_id = merchant for update;
    for n in 1 .. cardinality(merchant_ids) loop
      continue when merchant_ids[n] <> merchant;
      last_no := last_no + 1;
      -- The link: SHA-256 over the link before it and everything that this entry says.
      last_hash := sha256(last_hash || convert_to(
        merchant || '|' || last_no || '|' || (extract(epoch from at) * 1000000)::bigint || '|' || words[n], 'UTF8'));
      numbers[n] := last_no;
      hashes[n] := last_hash;
    end loop;
    update audit_heads h set entry_no = last_no, hash = last_hash where h.merchant_id = merchant;
  end loop;

  insert into audit_entries (merchant_id, entry_no, at, operator_id, by, role, address, act, subject, reason, before, after, hash)
  select i.merchant_id, i.entry_no, append_audit.at, i.operator_id, i.by, i.role, i.address, i.act, i.subject, i.reason,
         i.before::jsonb, i.after::jsonb, i.hash
    from unnest(merchant_ids, numbers, operator_ids, bys, roles, addresses, acts, subjects, reasons, befores, afters, hashes)
      as i (merchant_id, entry_no, operator_id, by, role, address, act, subject, reason, before, after, hash);
end $$;
