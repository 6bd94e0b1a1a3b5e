// The bank of a model run: one book that is the truth, calls that arrive and are answered when the scheduler picks them,
// and faults on order. It outlives every process of the gateway, and so does what is on its way to it.
import type {
  Bank,
  BankCallback,
  DeclineReason,
  Evidence,
  InquiryOutcome,
  RefundInquiryOutcome,
} from '../../packages/gateway/src/banks/bank.ts';
import {
  FAR_OFF,
  MAY_BE_LATE,
  IN_TIME_MS,
  MUCH_LATER_MS,
  POLICY,
  type Account,
  type BookPayment,
  type Fault,
  type Operation,
  type TrueBank,
} from './bank-terms.ts';
import type { Life, Stage } from './doors.ts';

const said = (operation: string, code: string | null): Evidence => ({
  operation,
  http: code === null ? null : Number(code.slice(0, 3)),
  code,
  message: null,
  note: null,
  externalId: null,
});

interface Asking<T> {
  operation: Operation;
  /** What is marked as touched when a fault strikes. */
  mark: string;
  life: Life;
  effect(): T;
  /** Why the bank says no; undefined where its book does not let it. */
  refuse?(): DeclineReason | undefined;
}

/** A bank with an empty book. `accountOf` tells what kind of account stands behind a link; `call` brings a callback. */
export function createTrueBank(
  stage: Stage,
  accountOf: (linkId: string) => Account,
  call: (callback: BankCallback) => void,
): TrueBank {
  const faults = new Map<Operation, Fault[]>();
  let otps = 0;

  function newOtp(): string {
    otps += 1;
    return String(otps).padStart(6, '0');
  }

  async function ask<T>(asking: Asking<T>) {
    const { operation, life } = asking;
    const fault = faults.get(operation)?.shift();
    if (fault !== undefined) truth.touched.add(asking.mark);
    const nothing = said(operation, null);
    if (fault === 'not_sent') {
      await life.pass(`${operation} is not sent`);
      return { kind: 'not_sent', why: 'refused', evidence: nothing } as const;
    }
    const unclear = { kind: 'unclear', why: 'no answer', evidence: nothing } as const;
    const isLate = fault === 'much_later' && MAY_BE_LATE.has(operation);
    if (isLate) truth.brokenFor.add(asking.mark);
    const latest = stage.now() + (isLate ? MUCH_LATER_MS : IN_TIME_MS);
    const waits = fault === 'later' || isLate;
    const answer = new Promise<T | Refused | typeof unclear>((resolve) => {
      const arrive = (then: (outcome: T | Refused) => void) =>
        stage.carry(waits ? null : `${operation} arrives`, latest, () => {
          const reason = fault === 'refuse' ? asking.refuse?.() : undefined;
          then(reason === undefined ? asking.effect() : declined(operation, reason));
        });
      const reply = (outcome: T | Refused | typeof unclear) =>
        stage.carry(`${life.name}: ${operation} is answered`, FAR_OFF, () => resolve(outcome));
      if (fault === 'lost_before') reply(unclear);
      else if (fault === 'lost_after') arrive(() => reply(unclear));
      else if (fault === 'later' || fault === 'much_later') {
        arrive(() => undefined);
        reply(unclear);
      } else arrive(reply);
    });
    return await life.unlessDead(answer);
  }

  function pay(input: Parameters<Bank['pay']>[1]) {
    const { reference, amount, remark, access } = input;
    if (truth.payments.has(reference)) {
      truth.outrages.push(`asked twice to pay ${remark}`);
      return { kind: 'unclear', why: 'known', evidence: said('pay', '4095400') } as const;
    }
    if (truth.links.get(access.linkId) !== true) {
      return declined('pay', 'binding_invalid');
    }
    const account = accountOf(access.linkId);
    const payment: BookPayment = {
      reference,
      account,
      amount,
      invoice: remark,
      state: 'awaiting_otp',
      otp: newOtp(),
      otpUntil: stage.now() + POLICY.otp.lifeMs,
      wrong: 0,
      tries: 0,
      paidBy: null,
    };
    truth.payments.set(reference, payment);
    const bankPaymentId = idAtBank(reference);
    if (account === 'otp') {
      return { kind: 'otp_required', bankPaymentId, evidence: said('pay', '2005400') } as const;
    }
    if (account === 'empty') return fail(payment, 'pay', 'insufficient_funds');
    return debit(payment, 'pay', '');
  }

  function debit(payment: BookPayment, operation: string, otp: string) {
    payment.state = 'paid';
    payment.paidBy = otp;
    tell(payment, 'paid');
    const bankPaymentId = idAtBank(payment.reference);
    return { kind: 'paid', bankPaymentId, evidence: said(operation, '2005400') } as const;
  }

  function fail(payment: BookPayment, operation: string, reason: DeclineReason) {
    payment.state = 'failed';
    tell(payment, 'failed');
    return declined(operation, reason);
  }

  function tell({ reference, amount }: BookPayment, says: BankCallback['says']): void {
    const evidence = said('notify', '2005600');
    const bankPaymentId = idAtBank(reference);
    const callback = { reference, bankPaymentId, amount, says, bankCode: 'x', evidence };
    truth.callbacks.push(callback);
    // Every other one is called at once; the rest come when a command says so, or never.
    if (truth.callbacks.length % 2 === 1 && !stage.isOpen()) {
      stage.carry('callback arrives', FAR_OFF, () => call(callback));
    }
  }

  function verify(reference: string, otp: string, sentAt: number) {
    const payment = truth.payments.get(reference);
    if (payment === undefined) return declined('verifyOtp', 'not_found');
    payment.tries += 1;
    if (payment.tries > POLICY.otp.maxTries) {
      truth.outrages.push(`${payment.invoice}: more tries than are allowed`);
    }
    if (payment.state !== 'awaiting_otp') {
      return { kind: 'unclear', why: 'over', evidence: said('verifyOtp', '4090401') } as const;
    }
    if (otp === payment.otp) {
      return sentAt < payment.otpUntil
        ? debit(payment, 'verifyOtp', otp)
        : ({ kind: 'otp_too_old', evidence: said('verifyOtp', '4030405') } as const);
    }
    payment.wrong += 1;
    if (payment.wrong >= POLICY.otp.maxTries) return fail(payment, 'verifyOtp', 'otp_blocked');
    return { kind: 'otp_wrong', evidence: said('verifyOtp', '4040400') } as const;
  }

  function resend(reference: string) {
    const payment = truth.payments.get(reference);
    if (payment?.state !== 'awaiting_otp') return declined('resendOtp', 'not_permitted');
    payment.otp = newOtp();
    payment.otpUntil = stage.now() + POLICY.otp.lifeMs;
    return { kind: 'otp_sent', evidence: said('resendOtp', '2008100') } as const;
  }

  function inquire(reference: string): InquiryOutcome {
    const payment = truth.payments.get(reference);
    if (payment === undefined) return { kind: 'not_found', evidence: said('status', '4045501') };
    const evidence = said('status', '2005500');
    const bankPaymentId = idAtBank(reference);
    switch (payment.state) {
      case 'awaiting_otp':
        return { kind: 'awaiting_otp', bankPaymentId, evidence };
      case 'paid':
        return { kind: 'paid', bankPaymentId, evidence };
      case 'failed':
        return { kind: 'failed', reason: 'bank_refused', bankCode: '06', evidence };
    }
  }

  function refund(input: Parameters<Bank['refund']>[1]) {
    const { reference, refundReference, amount, reason } = input;
    const payment = truth.payments.get(reference);
    const evidence = said('refund', '2005800');
    const bankRefundId = idAtBank(refundReference);
    if (truth.refunds.has(refundReference)) {
      return { kind: 'refunded', bankRefundId, evidence } as const;
    }
    if (payment?.state !== 'paid') return declined('refund', 'refund_refused');
    const tag = reason ?? `late ${payment.invoice}`;
    truth.refunds.set(refundReference, {
      reference: refundReference,
      payment: reference,
      amount,
      tag,
    });
    if (refundedOf(truth, reference) > payment.amount) {
      truth.outrages.push(`${payment.invoice}: more given back than was taken`);
    }
    return { kind: 'refunded', bankRefundId, evidence } as const;
  }

  function inquireRefund(refundReference: string): RefundInquiryOutcome {
    const one = truth.refunds.get(refundReference);
    if (one === undefined) return { kind: 'not_found', evidence: said('status', '4045501') };
    const evidence = said('status', '2005500');
    return {
      kind: 'refunded',
      bankRefundId: idAtBank(refundReference),
      amount: one.amount,
      evidence,
    };
  }

  const truth: TrueBank = {
    payments: new Map(),
    refunds: new Map(),
    links: new Map(),
    callbacks: [],
    outrages: [],
    touched: new Set(),
    brokenFor: new Set(),
    order(operation, fault) {
      faults.set(operation, [...(faults.get(operation) ?? []), fault]);
    },
    forget: () => faults.clear(),
    seenBy: (life) => ({
      slug: 'cimb',
      name: 'CIMB Niaga',
      code: 'CIMB',
      policy: POLICY,
      statements: null,
      bind: (_connection, { reference, customerId }) =>
        ask({
          operation: 'bind',
          mark: customerId,
          life,
          refuse: () => 'not_permitted',
          effect: () => {
            const url = `https://bank.example/${reference}`;
            const linkId = `link ${customerId} ${reference}`;
            return { kind: 'registration_open', url, linkId, evidence: said('bind', '2000700') };
          },
        }),
      grantAccess: (_connection, { linkId, bindingReference }) =>
        ask({
          operation: 'grantAccess',
          mark: customerOf(linkId),
          life,
          refuse: () => 'not_permitted',
          effect: () => {
            truth.links.set(linkId, true);
            return {
              kind: 'access_granted',
              access: {
                accessToken: `access ${linkId}`,
                accessExpiresAt: FAR_OFF,
                refreshToken: 'refresh',
                refreshExpiresAt: FAR_OFF,
                linkId,
                bindingReference,
              },
              evidence: said('grantAccess', '2007400'),
            };
          },
        }),
      renewAccess: () => Promise.reject(new Error('access lasts as long as a run')),
      account: (_connection, { linkId }) =>
        ask({
          operation: 'account',
          mark: customerOf(linkId),
          life,
          effect: () => {
            const linked = truth.links.get(linkId) === true;
            return { kind: 'account', lastFour: '0001', linked, evidence: said('account', '200') };
          },
        }),
      pay: (_connection, input) =>
        ask({
          operation: 'pay',
          mark: `${input.amount}`,
          life,
          refuse: () => (truth.payments.has(input.reference) ? undefined : 'suspected_fraud'),
          effect: () => pay(input),
        }),
      verifyOtp: (_connection, { reference, otp, amount }) => {
        const sentAt = stage.now();
        return ask({
          operation: 'verifyOtp',
          mark: `${amount}`,
          life,
          refuse: () => {
            const payment = truth.payments.get(reference);
            if (payment?.state !== 'awaiting_otp') return undefined;
            fail(payment, 'verifyOtp', 'limit_exceeded');
            return 'limit_exceeded';
          },
          effect: () => verify(reference, otp, sentAt),
        });
      },
      resendOtp: (_connection, { reference }) =>
        ask({
          operation: 'resendOtp',
          mark: `${truth.payments.get(reference)?.amount}`,
          life,
          refuse: () => 'not_permitted',
          effect: () => resend(reference),
        }),
      inquire: (_connection, { reference, amount }) =>
        answered(
          ask({ operation: 'inquire', mark: `${amount}`, life, effect: () => inquire(reference) }),
        ),
      refund: (_connection, input) =>
        ask({
          operation: 'refund',
          mark: input.reason ?? '',
          life,
          refuse: () => (truth.refunds.has(input.refundReference) ? undefined : 'refund_refused'),
          effect: () => refund(input),
        }),
      inquireRefund: (_connection, { refundReference }) =>
        answered(
          ask({
            operation: 'inquireRefund',
            mark: '',
            life,
            effect: () => inquireRefund(refundReference),
          }),
        ),
      unbind: (_connection, { access }) =>
        ask({
          operation: 'unbind',
          mark: customerOf(access.linkId),
          life,
          refuse: () => 'not_permitted',
          effect: () => {
            truth.links.set(access.linkId, false);
            return { kind: 'unbound', evidence: said('unbind', '2000900') };
          },
        }),
      inquireBeneficiary: () => Promise.reject(new Error('nobody asks for a holder here')),
      tryCredentials: () => Promise.reject(new Error('nobody tries credentials here')),
      readCallback: () => null,
    }),
  };
  return truth;
}

type Refused = ReturnType<typeof declined>;

function declined(operation: string, reason: DeclineReason) {
  const evidence = said(operation, '4030000');
  return { kind: 'declined', reason, bankCode: '4030000', evidence } as const;
}

/** An inquiry is never refused: no fault gives it a reason. */
async function answered<T>(asked: Promise<T>): Promise<Exclude<T, Refused>> {
  return (await asked) as Exclude<T, Refused>;
}

/** Whose link it is: the bank's name for it says so. */
export function customerOf(linkId: string): string {
  return linkId.split(' ')[1] ?? '';
}

function idAtBank(reference: string): string {
  return reference.slice(-12);
}

/** What the bank has given back of a payment, whole rupiah. */
export function refundedOf(truth: Pick<TrueBank, 'refunds'>, payment: string): bigint {
  let sum = 0n;
  for (const one of truth.refunds.values()) if (one.payment === payment) sum += one.amount;
  return sum;
}
