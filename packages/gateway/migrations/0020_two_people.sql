-- What two people decide about people of the gateway itself: the nil uuid stands for it there, as it does in the audit.
alter table approvals drop constraint approvals_merchant_id_fkey;

-- Who has approved an invitation that two people give: whoever opens it brings their code beside the link.
alter table operator_invitations add column approved_by uuid check (approved_by <> invited_by);
grant select (approved_by) on operator_invitations to tarik_reader;

-- Wrong tries to sign in since they were last written into the audit. Names that nobody has are counted alike, so that a try
-- takes as long, and forgotten.
create table sign_in_failures (
  key bytea primary key,
  operator_id uuid, -- null where nobody is known by what was typed
  what text not null check (what in ('password', 'second factor', 'identity provider')),
  failures integer not null,
  address text not null, -- of the last one
  first_at timestamptz not null,
  last_at timestamptz not null,
  written_at timestamptz
);
create index sign_in_failures_last on sign_in_failures (last_at);
