-- `booked_to_account`: what the bank has paid to a bank account after all, though it is owed again here, is taken from what it is owed.
alter table exceptions drop constraint exceptions_resolution_check;
alter table exceptions add constraint exceptions_resolution_check check (
  resolution in ('bank_corrected', 'payment_reversed', 'refund_reversed', 'owed_again', 'booked_to_account',
                 'returned_to_bank', 'loss_borne', 'matched_by_hand')
);
