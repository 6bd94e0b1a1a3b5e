// The rules that invariants rest on and that the database itself keeps, in its own words.

/** Table and rule: a constraint as `pg_get_constraintdef` words it, or an index after its `USING`. */
export const RULES: readonly (readonly [table: string, rule: string])[] = [
  // M5: whole rupiah within bounds.
  ['payments', "CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))"],
  ['refunds', "CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))"],
  ['late_money', "CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))"],
  ['payments', 'CHECK (((fee >= 0) AND (fee <= amount)))'],
  ['ledger_transfers', "CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))"],
  // M6
  ['payments', 'CHECK (((refunded >= 0) AND (refunded <= amount)))'],
  // Booked once, and one late refund for each case.
  ['ledger_journals', 'UNIQUE (merchant_id, template, subject_id)'],
  ['refunds', "UNIQUE btree (merchant_id, payment_id) WHERE (kind = 'late'::text)"],
  // Settled once, in one batch at a time, and paid out once.
  ['settlement_items', 'PRIMARY KEY (merchant_id, item_id)'],
  ['settlement_batches', 'UNIQUE (merchant_id, bank, day)'],
  ['settlement_batches', "UNIQUE btree (merchant_id, bank) WHERE (state = 'collecting'::text)"],
  ['payouts', 'UNIQUE (merchant_id, batch_id, account)'],
  ['payout_files', 'UNIQUE (message_id)'],
  // X9: one default account at the most, a verified one; a version has one event.
  ['bank_accounts', 'UNIQUE btree (merchant_id) WHERE is_default'],
  ['bank_accounts', "CHECK (((NOT is_default) OR (status = 'verified'::text)))"],
  ['bank_account_events', 'PRIMARY KEY (merchant_id, account_id, version)'],
  // S6: what waits has a due time.
  [
    'payments',
    "CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text, 'expired'::text])) OR (due_at IS NOT NULL)))",
  ],
  [
    'refunds',
    "CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text])) OR (due_at IS NOT NULL)))",
  ],
  [
    'tokens',
    "CHECK (((state <> ALL (ARRAY['pending'::text, 'deleting'::text])) OR (due_at IS NOT NULL)))",
  ],
  [
    'late_money',
    'CHECK ((((refund_id IS NULL) AND (reversed_at IS NULL)) = (due_at IS NOT NULL)))',
  ],
  ['notifications', "CHECK (((state = 'pending'::text) = (due_at IS NOT NULL)))"],
  // I1, I10
  ['requests', 'PRIMARY KEY (merchant_id, request_id)'],
  [
    'payments',
    "UNIQUE btree (merchant_id, invoice_number) WHERE (state = ANY (ARRAY['created'::text, 'awaiting_otp'::text, 'confirming'::text, 'unclear'::text, 'succeeded'::text]))",
  ],
  // S4: a version has one event.
  ['payment_events', 'PRIMARY KEY (merchant_id, payment_id, version)'],
  ['refund_events', 'PRIMARY KEY (merchant_id, refund_id, version)'],
  ['token_events', 'PRIMARY KEY (merchant_id, token_id, version)'],
  // X3, X4: an entry has its place in the chain; nobody decides what they asked for.
  ['audit_entries', 'PRIMARY KEY (merchant_id, entry_no)'],
  ['approvals', 'CHECK ((decided_by <> asked_by))'],
  // M8: a statement shows a payment, a refund or a payout once, and a day has one statement.
  [
    'statement_lines',
    "UNIQUE btree (merchant_id, subject_id, type) WHERE (status = 'matched'::text)",
  ],
  ['statements', "UNIQUE btree (bank, day) WHERE (state <> 'refused'::text)"],
  ['exceptions', 'CHECK ((approved_by <> asked_by))'],
  // O2, T5
  ['payments', 'CHECK (((otp_tries >= 0) AND (otp_tries <= 3)))'],
  ['tokens', "CHECK ((account_tail ~ '^[0-9]{4}$'::text))"],
];
