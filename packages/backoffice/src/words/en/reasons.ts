// Why a payment, refund or token failed or is unclear, in English.
export const reasons = {
  insufficient_funds: 'Insufficient funds',
  account_blocked: 'Account blocked',
  account_inactive: 'Account inactive or no longer bound',
  limit_exceeded: 'Limit exceeded',
  suspected_fraud: 'Suspected fraud',
  binding_invalid: 'Binding no longer valid',
  not_permitted: 'Not permitted by the bank',
  refund_refused: 'Refund refused by the bank',
  otp_blocked: 'Too many wrong OTPs',
  not_found: 'Unknown to the bank',
  bank_refused: 'Refused by the bank without a reason',
  otp_exhausted: 'Too many wrong OTPs',
  otp_window_closed: 'No OTP in time',
  not_sent: 'Never reached the bank',
} as const;
