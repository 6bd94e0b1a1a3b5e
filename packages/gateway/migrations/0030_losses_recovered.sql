-- `loss_recovered`: a line brings what people had decided to bear.
alter table exceptions drop constraint exceptions_resolution_check;
alter table exceptions add constraint exceptions_resolution_check check (
  resolution in ('bank_corrected', 'payment_reversed', 'refund_reversed', 'owed_again', 'booked_to_account',
                 'returned_to_bank', 'loss_borne', 'loss_recovered', 'matched_by_hand')
);
