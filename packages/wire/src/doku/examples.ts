// One example of each body for the API reference: the guide's samples, with amounts that add up and
// one story.

const customer = {
  id: 'DOKUxCIMB_UAT_05',
  name: 'Robby',
  email: 'wtd@mail.com',
  phone: '628817219910',
  id_card: '18291829918778',
  country: 'Indonesia',
  address: 'Jl. Menara Mulia',
  date_of_birth: '01-12-2000',
};
const namedCustomer = { id: customer.id, name: customer.name };
const additionalInfo = { message: 'no additional info', test: 'test' };
const order = {
  invoice_number: 'INV_NUMBER_D005',
  line_items: [
    { name: 'Vitamin C', price: 40_000, quantity: 1 },
    { name: 'Pensil Warna', price: 50_000, quantity: 1 },
  ],
  amount: 90_000,
  session_id: 'SESSION-ID-001',
};
const tokenId = '287a73836d2d611990affce3b1affc3a';
const token = 'xLvT3bQrGq65xbTrfhlaEP6R5qiazxJjkbsaxQ421Nc';
const paymentRequestId = 'b6a465ea-bb65-48b2-a22b-3e8fb51cf22e';
const paymentId = '001194654652';
const transaction = {
  service: { id: 'DIRECT_DEBIT' },
  acquirer: { id: 'CIMB' },
  channel: { id: 'DIRECT_DEBIT_CIMB' },
  transaction: {
    status: 'SUCCESS',
    date: '2020-08-11T08:45:40Z',
    original_request_id: paymentRequestId,
  },
  order: { invoice_number: order.invoice_number, amount: order.amount },
  customer: namedCustomer,
  payment: { payment_id: paymentId },
  additional_info: additionalInfo,
};

export const tokenRequest = {
  customer: { ...customer, additional_info: 'None' },
  debit_card: {
    account_email: 'anton@example.com',
    account_mobile_phone: '6281394130621',
    success_registration_url: 'https://merchant.example/registered',
    failed_registration_url: 'https://merchant.example/not-registered',
  },
};
export const tokenResponse = {
  customer: tokenRequest.customer,
  debit_card: {
    cimb_registration_url:
      'https://bank.example/direct-debit-web/register/a9e4c88c-a4ae-11ea-9682-0a1987d2',
    status: 'PENDING',
    message: 'Waiting for validated by CIMB',
  },
};
export const tokensRequest = { customer: namedCustomer };
export const tokensResponse = [
  { customer: namedCustomer, debit_card: { token_id: tokenId, account_no: 'XXXXXXXX2800' } },
];
export const paymentRequest = {
  customer,
  additional_info: additionalInfo,
  order,
  payment: { token_id: tokenId, otp_expiration_timestamp: 5 },
};
export const paymentResponse = {
  customer,
  additional_info: additionalInfo,
  order,
  payment: { token, status: 'PENDING' },
};
export const validateRequest = { payment: { token, otp: '999999' } };
export const validateResponse = {
  customer,
  additional_info: additionalInfo,
  order,
  payment: { payment_id: paymentId, token, status: 'SUCCESS' },
};
export const paymentOtpRequest = { payment: { token } };
export const paymentOtpResponse = { payment: { token } };
export const tokenDeleteRequest = { customer: namedCustomer, debit_card: { token_id: tokenId } };
export const tokenDeleteResponse = {
  customer: namedCustomer,
  debit_card: { token_id: tokenId, status: 'SUCCESS', message: 'Success Unbinding Card' },
};
export const refundRequest = {
  order: { invoice_number: order.invoice_number },
  payment: { original_request_id: paymentRequestId },
  refund: { amount: 2_000, reason: 'Cancel Order' },
};
export const refundResponse = {
  order: refundRequest.order,
  payment: { original_request_id: paymentRequestId, payment_id: paymentId },
  refund: { ...refundRequest.refund, status: 'SUCCESS', message: 'SUCCESS' },
};
export const statusResponse = transaction;
export const notificationBody = {
  ...transaction,
  event: { id: '0197c2a4-7b1e-7000-8000-000000000001', sequence: 1, type: 'payment.succeeded' },
};
export const errorBody = {
  error: {
    code: 'invalid_parameter',
    message: 'order.amount must be a whole rupiah amount from 1 to 999999999999',
    type: 'invalid_request_error',
  },
};
