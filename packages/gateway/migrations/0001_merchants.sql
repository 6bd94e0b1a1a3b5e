-- Who may call us. `merchants` is the only shared parent; it points to nothing and is rarely written.
create table merchants (
  merchant_id uuid primary key,
  client_id text not null unique check (client_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name text not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  settings jsonb not null default '{}',
  created_at timestamptz not null
);

create table merchant_keys (
  merchant_id uuid not null references merchants,
  key_id uuid not null,
  sealed_secret bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, key_id)
);

create table bank_connections (
  merchant_id uuid not null references merchants,
  bank text not null,
  status text not null check (status in ('active', 'inactive')),
  sealed_credentials bytea not null,
  notification_url text,
  notifications_disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, bank)
);

-- Hosts to which a payment may redirect its notification, beside the configured one.
create table notification_hosts (
  merchant_id uuid not null references merchants,
  host text not null,
  created_at timestamptz not null,
  primary key (merchant_id, host)
);
