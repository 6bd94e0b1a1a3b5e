-- concurrently
-- What the lists and the search of the Back Office walk along. The tables are large and live: every statement runs by itself,
-- without stopping a writer, and may be run again after it was broken off.
--
-- Every index here is paid for by whoever writes. A payment's row is written some four times on its way, and since its state
-- and due time are in indexes already, each of these writes makes an entry in every index of the table. So there are as few as
-- possible, of columns that do not change; what is looked up by a Request-Id is found through `requests`, what has a token
-- through the token's customer, what is in a common state by walking back in time.

-- The phone number of the account, as a blind index: for finding, not for reading.
alter table tokens add column if not exists phone_key bytea;

-- A merchant's payments, newest first. New entries go to the merchant's end of it, into pages that are in memory.
create index concurrently if not exists payments_listed on payments (merchant_id, created_at, payment_id);
-- Everybody's, for people of the gateway: one page is written at a time.
create index concurrently if not exists payments_listed_everywhere on payments (created_at, payment_id);
-- A customer's, and so those of a token, which is one customer's. The only one whose entries go anywhere.
create index concurrently if not exists payments_of_customer on payments (merchant_id, customer_key, created_at, payment_id);
-- By the bank's reference. It is set once, by a move that is no HOT update anyway.
create index concurrently if not exists payments_at_bank on payments (merchant_id, bank_payment_id)
  where bank_payment_id is not null;
-- What is unclear is rare, and what people look for first: a walk back in time would pass by everything else. No payment that
-- goes well is ever in these two.
create index concurrently if not exists payments_unclear on payments (merchant_id, created_at, payment_id)
  where state = 'unclear';
create index concurrently if not exists payments_unclear_everywhere on payments (created_at, payment_id)
  where state = 'unclear';

-- Tokens are made once in a customer's life: a few indexes more cost nothing that could be measured.
create index concurrently if not exists tokens_listed on tokens (merchant_id, created_at, token_id);
create index concurrently if not exists tokens_listed_everywhere on tokens (created_at, token_id);
create index concurrently if not exists tokens_of_customer_listed on tokens (merchant_id, customer_key, created_at, token_id);
create index concurrently if not exists tokens_of_phone on tokens (merchant_id, phone_key, created_at, token_id)
  where phone_key is not null;

-- Refunds are one in a hundred payments.
create index concurrently if not exists refunds_listed on refunds (merchant_id, created_at, refund_id);
create index concurrently if not exists refunds_listed_everywhere on refunds (created_at, refund_id);
create index concurrently if not exists refunds_at_bank on refunds (merchant_id, bank_refund_id)
  where bank_refund_id is not null;
create index concurrently if not exists refunds_unclear on refunds (merchant_id, created_at, refund_id)
  where state = 'unclear';
create index concurrently if not exists refunds_unclear_everywhere on refunds (created_at, refund_id)
  where state = 'unclear';

-- A notification is written when it is made and when it has been sent; leasing it stays a HOT update.
create index concurrently if not exists notifications_listed on notifications (merchant_id, created_at, notification_id);
create index concurrently if not exists notifications_listed_everywhere on notifications (created_at, notification_id);
-- What failed for good: nothing that is delivered is ever in these two. They also find what is to be sent again.
create index concurrently if not exists notifications_failed on notifications (merchant_id, created_at, notification_id)
  where state in ('exhausted', 'undeliverable');
create index concurrently if not exists notifications_failed_everywhere on notifications (created_at, notification_id)
  where state in ('exhausted', 'undeliverable');

-- What people did and asked for about one payment, refund or token. People are slow: neither table is hot.
create index concurrently if not exists audit_entries_subject on audit_entries (merchant_id, subject);
create index concurrently if not exists approvals_subject on approvals (merchant_id, subject);

grant select (phone_key) on tokens to tarik_reader;
