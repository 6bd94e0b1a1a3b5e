// The accounts of the simulated bank whose numbers decide what becomes of a payment, and its OTPs.

/** Registration works with each of them unless its line says otherwise. Any other 12 digits pay. */
export const ACCOUNTS = {
  /** OTP, then succeeds. */
  pays: '800000000001',
  /** Declined: `insufficient_funds`. */
  insufficientFunds: '800000000002',
  /** Succeeds at once, without an OTP. */
  paysWithoutOtp: '800000000003',
  /** The bank answers 504 and has debited: PENDING first, SUCCESS by the notification. */
  unclearDebited: '800000000004',
  /** The bank answers 504 and has not debited: PENDING first, FAILED by the notification. */
  unclearNotDebited: '800000000005',
  /** The bank answers after five seconds. */
  slow: '800000000006',
  /** Declined: the account is blocked. */
  blocked: '800000000007',
  /** Pays; the bank refuses its refunds. */
  refundRefused: '800000000008',
  /** Pays; the bank refuses to unbind it. */
  unbindRefused: '800000000009',
  /** The bank refuses to bind it. */
  registrationRefused: '800000000010',
  /** Pays; the bank's own callback comes twice, and before its answer. */
  callbackTwiceAndEarly: '800000000011',
} as const;

/** OTPs that need no SMS. Three wrong ones end a payment. */
export const OTP = {
  /** Accepted for every payment that waits for an OTP. */
  alwaysRight: '999999',
  /** Accepted for none. */
  neverRight: '000000',
} as const;
