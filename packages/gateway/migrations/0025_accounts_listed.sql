-- Bank accounts across merchants, as people of the gateway list them, and what was paid out to one of them.
create index bank_accounts_listed on bank_accounts (created_at, merchant_id, account_id);
create index payouts_of_account on payouts (merchant_id, account, created_at, payout_id);
