-- People of the Back Office. They are not a merchant's: one person may work for several, or for the gateway itself.
create table operators (
  operator_id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  status text not null default 'active' check (status in ('active', 'disabled')),
  password_hash text, -- argon2id; null for who signs in at an identity provider alone
  oidc_subject text unique,
  sealed_totp bytea, -- the secret in force
  sealed_totp_offered bytea, -- shown, and not yet proved by a first code
  totp_step bigint not null default 0, -- the last step that was used: none is taken twice
  gateway_role text check (gateway_role in ('admin', 'developer', 'finance_maker', 'approver', 'support', 'viewer')),
  locale text not null default 'id' check (locale in ('id', 'en')),
  theme text not null default 'auto' check (theme in ('light', 'dark', 'auto')),
  time_zone text,
  created_at timestamptz not null,
  seen_at timestamptz
);

create table operator_memberships (
  merchant_id uuid not null references merchants,
  operator_id uuid not null,
  role text not null check (role in ('admin', 'developer', 'finance_maker', 'approver', 'support', 'viewer')),
  created_at timestamptz not null,
  primary key (merchant_id, operator_id)
);
create index operator_memberships_of on operator_memberships (operator_id);

create table operator_sessions (
  session_hash bytea primary key, -- SHA-256 of what is in the cookie
  session_id uuid not null unique, -- for showing and ending it
  operator_id uuid not null,
  stage text not null check (stage in ('totp', 'enrol_totp', 'full')), -- what is still missing
  former_hash bytea, -- what the cookie held before its id was changed, good for some seconds: calls under way
  former_until timestamptz,
  address text not null,
  agent text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null, -- whatever happens
  stepped_up_at timestamptz
);
create index operator_sessions_of on operator_sessions (operator_id);
create index operator_sessions_former on operator_sessions (former_hash) where former_hash is not null;
create index operator_sessions_ends on operator_sessions (ends_at);

create table operator_recovery_codes (
  operator_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (operator_id, code_hash)
);

-- Tries to sign in, by person, by address, and by both where they belong together; the key is a blind index. No lock: a
-- growing pause. A try counts when it begins, so that many at once are no way around it, and is forgiven when it is right.
create table sign_in_delays (
  key bytea primary key,
  failures integer not null,
  until timestamptz not null,
  seen_at timestamptz not null
);
create index sign_in_delays_seen on sign_in_delays (seen_at);

-- The nil uuid stands for the gateway itself where a table is by merchant, here and in the audit.
create table operator_invitations (
  merchant_id uuid not null,
  invitation_id uuid not null,
  token_hash bytea not null,
  email text not null check (email = lower(email)),
  name text, -- as who invites them calls them
  role text not null check (role in ('admin', 'developer', 'finance_maker', 'approver', 'support', 'viewer')),
  invited_by uuid, -- null: the gateway itself, for the first person
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (merchant_id, invitation_id)
);
create index operator_invitations_token on operator_invitations (token_hash);

create table audit_heads (
  merchant_id uuid primary key,
  entry_no bigint not null,
  hash bytea not null
);

create table audit_entries (
  merchant_id uuid not null,
  entry_no bigint not null check (entry_no > 0),
  at timestamptz not null,
  operator_id uuid,
  by text not null,
  role text,
  address text,
  act text not null,
  subject text not null,
  reason text,
  before jsonb,
  after jsonb,
  hash bytea not null,
  primary key (merchant_id, entry_no)
);
create index audit_entries_at on audit_entries (merchant_id, at, entry_no);
create index audit_entries_latest on audit_entries (at, merchant_id, entry_no);

create table approvals (
  merchant_id uuid not null references merchants,
  approval_id uuid not null,
  kind text not null,
  state text not null default 'pending'
    check (state in ('pending', 'approved', 'done', 'failed', 'rejected', 'withdrawn', 'expired')),
  version integer not null default 1,
  subject text not null,
  asked jsonb not null, -- what everybody who may see it sees
  sealed_asked bytea, -- what nobody sees: credentials
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid check (decided_by <> asked_by),
  decided_at timestamptz,
  decision_reason text,
  outcome text,
  due_at timestamptz, -- approved and not yet carried out, or to be expired
  lease_until timestamptz,
  primary key (merchant_id, approval_id),
  check ((decided_by is null) = (decided_at is null))
);
create index approvals_asked on approvals (merchant_id, asked_at, approval_id);
create index approvals_due on approvals (due_at) where due_at is not null;

create table saved_views (
  operator_id uuid not null,
  view_id uuid not null,
  area text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null,
  primary key (operator_id, view_id)
);
