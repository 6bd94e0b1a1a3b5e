// Real payments for the pages of the Back Office, made by the flows of merchants, and the people who work on them.
import { randomUUID } from 'node:crypto';
import { idOfReference } from '../src/base/reference.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import type { Role } from '../src/operators/roles.ts';
import { createPayment } from '../src/payments/create.ts';
import type { PaymentView } from '../src/payments/payment.ts';
import { confirmRegistration } from '../src/tokens/confirm.ts';
import { registerToken, type Registration } from '../src/tokens/register.ts';
import type { Office } from './backoffice-world.ts';
import { callOf } from './flow-context.ts';

export const CUSTOMER = {
  id: 'C-4711',
  name: 'Budi Santoso',
  email: 'budi@gmail.com',
  phone: '+6281234567878',
  address: 'Jalan Sudirman 1',
};
export const PHONE = '6281234567890';

export interface Made {
  merchant: Merchant;
  tokenId: string;
  paymentId: string;
  requestId: string;
  invoiceNumber: string;
}

/** Makes a payment of a customer; the bank says what the test has told it to say. */
export async function pay(office: Office, merchant: Merchant, amount = 100_000n): Promise<Made> {
  const { ctx, bank } = office;
  const registration = callOf(
    office,
    merchant,
    'cimb/token',
    (view: Registration) => view.token.tokenId,
  );
  const details = { customer: CUSTOMER, accountPhone: PHONE };
  const registered = await registerToken(ctx, registration, { bank, details });
  const tokenId = JSON.parse(registered.body.toString()) as string;
  const state = ctx.sealer.coverIds('registration', merchant.merchantId, tokenId);
  await confirmRegistration(ctx, bank, { state, status: 'SUCCESS', authCode: 'CODE' });
  const requestId = randomUUID();
  const invoiceNumber = `INV-${randomUUID()}`;
  const word = ({ payment }: PaymentView) => payment.state;
  await createPayment(ctx, callOf(office, merchant, 'cimb/payment', word, requestId), {
    bank,
    tokenId,
    amount,
    invoiceNumber,
    details: { customer: CUSTOMER, otpLifeMs: 300_000, additionalInfo: { note: 'for Budi' } },
    notificationUrl: null,
    price: { fee: 0n, split: null },
  });
  const asked = bank.asked('pay').at(-1) as { reference: string };
  return {
    merchant,
    tokenId,
    requestId,
    invoiceNumber,
    paymentId: idOfReference(asked.reference)!,
  };
}

export interface Somebody {
  operatorId: string;
  cookie: string;
}

/** Somebody of a merchant who is known, signed in and has just proved themselves. */
export async function somebody(office: Office, role: Role, merchant: Merchant): Promise<Somebody> {
  const operatorId = randomUUID();
  await office.sql(
    `insert into operators (operator_id, email, name, created_at) values ($1, $2, $3, now())`,
    [operatorId, `${operatorId}@tarik.test`, `Sari ${role}`],
  );
  await office.sql(
    `insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, $3, now())`,
    [merchant.merchantId, operatorId, role],
  );
  const { merchantId, clientId, name } = merchant;
  const cookie = office.signIn({
    operatorId,
    steppedUpUntil: Number.MAX_SAFE_INTEGER,
    memberships: [{ merchantId, clientId, merchantName: name, role }],
  });
  return { operatorId, cookie };
}
