-- concurrently
-- Which merchants a reader may see is read once for a statement: the text was made into ids for every row, which took as long as
-- finding the row. Each table has a commit of its own, so that nobody waits for one while another is waited for.
do $$
declare
  relation regclass;
begin
  for relation in
    select p.polrelid from pg_policy p
      join pg_class c on c.oid = p.polrelid and c.relnamespace = current_schema()::regnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id' and not a.attisdropped
     where p.polname = 'reader' and pg_get_expr(p.polqual, p.polrelid) like '%tarik.merchants%'
  loop
    execute format(
      'alter policy reader on %s using (
         case when (select current_setting(''tarik.every_merchant'', true) = ''on'') then true
              else merchant_id = any ((select nullif(current_setting(''tarik.merchants'', true), '''')::uuid[])::uuid[])
         end)', relation);
    commit;
  end loop;
end $$;
