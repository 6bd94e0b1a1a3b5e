-- The link of a merchant's chain: SHA-256 over the link before it and everything that this journal says.
create or replace function ledger_hash(
  previous bytea, merchant uuid, journal_no bigint, template text, subject uuid, at timestamptz, lines text
) returns bytea
language sql immutable as $$
  select sha256(previous || convert_to(
    merchant || '|' || journal_no || '|' || template || '|' || subject || '|' ||
    (extract(epoch from at) * 1000000)::bigint || '|' || lines, 'UTF8'));
$$;
