// SNAP BI response codes: HTTP status (3 digits), service (2) and case (2), and what each means.

/** The service codes of the standard that direct debit uses, and what it takes to pay merchants out. */
export const SERVICE = {
  token: '73',
  customerToken: '74',
  bind: '07',
  inquiry: '08',
  unbind: '09',
  verifyOtp: '04',
  otp: '81',
  pay: '54',
  status: '55',
  notify: '56',
  refund: '58',
  beneficiary: '16',
} as const;

export type ServiceName = keyof typeof SERVICE;
export type ServiceCode = (typeof SERVICE)[ServiceName];

/**
 * The standard's message of each case, by `HTTP-case`; a field's name or a reason may follow it.
 */
export const CASES = {
  '200-00': 'Successful',
  '202-00': 'Request In Progress',
  '400-00': 'Bad Request',
  '400-01': 'Invalid Field Format',
  '400-02': 'Invalid Mandatory Field',
  '401-00': 'Unauthorized.',
  '401-01': 'Invalid Token (B2B)',
  '401-02': 'Invalid Customer Token',
  '401-03': 'Token Not Found (B2B)',
  '401-04': 'Customer Token Not Found',
  '403-00': 'Transaction Expired',
  '403-01': 'Feature Not Allowed',
  '403-02': 'Exceeds Transaction Amount Limit',
  '403-03': 'Suspected Fraud',
  '403-04': 'Activity Count Limit Exceeded',
  '403-05': 'Do Not Honor',
  '403-06': 'Feature Not Allowed At This Time',
  '403-07': 'Card Blocked',
  '403-08': 'Card Expired',
  '403-09': 'Dormant Account',
  '403-10': 'Need To Set Token Limit',
  '403-11': 'OTP Blocked',
  '403-12': 'OTP Lifetime Expired',
  '403-13': 'OTP Sent To Cardholder',
  '403-14': 'Insufficient Funds',
  '403-15': 'Transaction Not Permitted',
  '403-16': 'Suspend Transaction',
  '403-17': 'Token Limit Exceeded',
  '403-18': 'Inactive Card/Account/Customer',
  '403-19': 'Merchant Blacklisted',
  '403-20': 'Merchant Limit Exceed',
  '403-21': 'Set Limit Not Allowed',
  '403-22': 'Token Limit Invalid',
  '403-23': 'Account Limit Exceed',
  '404-00': 'Invalid Transaction Status',
  '404-01': 'Transaction Not Found',
  '404-02': 'Invalid Routing',
  '404-03': 'Bank Not Supported By Switch',
  '404-04': 'Transaction Cancelled',
  '404-05': 'Merchant Is Not Registered For Card Registration Services',
  '404-06': 'Need To Request OTP',
  '404-07': 'Journey Not Found',
  '404-08': 'Invalid Merchant',
  '404-09': 'No Issuer',
  '404-10': 'Invalid API Transition',
  '404-11': 'Invalid Card/Account/Customer/Virtual Account',
  '404-12': 'Invalid Bill/Virtual Account',
  '404-13': 'Invalid Amount',
  '404-14': 'Paid Bill',
  '404-15': 'Invalid OTP',
  '404-16': 'Partner Not Found',
  '404-17': 'Invalid Terminal',
  '404-18': 'Inconsistent Request',
  '404-19': 'Invalid Bill/Virtual Account (Expired)',
  '405-00': 'Requested Function Is Not Supported',
  '405-01': 'Requested Operation Is Not Allowed',
  '409-00': 'Conflict',
  '409-01': 'Duplicate partnerReferenceNo',
  '429-00': 'Too Many Requests',
  '500-00': 'General Error',
  '500-01': 'Internal Server Error',
  '500-02': 'External Server Error',
  '504-00': 'Timeout',
} as const;

/** `HTTP-case`, a key of {@link CASES}. */
export type Case = keyof typeof CASES;

/** What `latestTransactionStatus` says about a payment. */
export const TRANSACTION_STATUS = {
  '00': 'success',
  '01': 'initiated',
  '02': 'paying',
  '03': 'pending',
  '04': 'refunded',
  '05': 'cancelled',
  '06': 'failed',
  '07': 'not found',
} as const;

export type TransactionStatus = keyof typeof TRANSACTION_STATUS;

/** A response code taken apart. */
export interface ResponseCode {
  http: number;
  service: string;
  case: string;
}

const FORM = /^[1-5]\d{6}$/;

/** Puts a response code together: `responseCode(200, SERVICE.pay, '00')` is `2005400`. */
export function responseCode(http: number, service: string, caseCode: string): string {
  return `${http}${service}${caseCode}`;
}

/**
 * Takes a response code apart; undefined unless it is text of seven digits that begins like an HTTP
 * status.
 */
export function parseResponseCode(text: unknown): ResponseCode | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined;
  return { http: Number(text.slice(0, 3)), service: text.slice(3, 5), case: text.slice(5) };
}
