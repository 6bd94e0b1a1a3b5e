// The reference model: what a merchant may be told. For each Request-Id it holds the worlds that are still possible;
// each answer and each notification shrinks them, and an empty set is a bug. It knows what was asked and heard and what
// the bank's book says, and nothing of the gateway's database.
import { refundedOf } from './bank.ts';
import type { BookPayment, TrueBank } from './bank-terms.ts';
import type {
  Asked,
  Heard,
  Known,
  ModelPayment,
  ModelRefund,
  News,
  PaymentWorld,
  Reference,
  Sending,
} from './terms.ts';

const FINAL: ReadonlySet<PaymentWorld> = new Set(['succeeded', 'failed', 'expired']);

/** Answers that say only "later": they are kept by nobody and say nothing of the subject. */
const LATER: ReadonlySet<string> = new Set([
  'server_unavailable',
  'bank_unavailable',
  'payment_in_progress',
  'too_many_requests',
]);

/** A model of nothing yet, beside the bank whose book is the truth. */
export function createReference(bank: TrueBank): Reference {
  const kept = new Map<string, { asked: Asked; text: string }>();
  const notes = new Map<string, string>();
  const firstKnown = new Map<Asked, Known>();

  function complain(what: string): void {
    model.findings.push(what);
  }

  function shrink<W>(what: string, worlds: Set<W>, to: readonly W[], because: string): void {
    const before = [...worlds].join('|');
    for (const world of worlds) if (!to.includes(world)) worlds.delete(world);
    if (worlds.size === 0) complain(`${what} was ${before}, and now ${because}`);
  }

  function booked(payment: ModelPayment): BookPayment | undefined {
    return [...bank.payments.values()].find((one) => one.amount === payment.amount);
  }

  function learnStatus(payment: ModelPayment, status: string, because: string): void {
    const what = `payment ${payment.amount}`;
    switch (status) {
      case 'SUCCESS':
      case 'REFUNDED':
        shrink(what, payment.worlds, ['succeeded'], because);
        if (booked(payment)?.state !== 'paid') complain(`${what}: ${because} without a debit`);
        return;
      case 'EXPIRED':
        shrink(what, payment.worlds, ['expired'], because);
        return;
      case 'FAILED':
        shrink(what, payment.worlds, ['failed', 'expired'], because);
        return;
      default:
        payment.worlds.delete('none');
    }
  }

  /** A result or refusal that stays is the same, byte for byte, for ever; another body never gets one. */
  function keep(asked: Asked, text: string): boolean {
    const known = kept.get(asked.requestId);
    if (known === undefined) {
      kept.set(asked.requestId, { asked, text });
      return true;
    }
    if (known.asked.body !== asked.body || known.asked.endpoint !== asked.endpoint) {
      complain(`${asked.requestId} answered two bodies: ${known.text} and ${text}`);
    } else if (known.text !== text) {
      complain(`${asked.requestId} was answered ${known.text} and later ${text}`);
    }
    return false;
  }

  function hearLater(sending: Sending, { code, refusal, slow }: Heard): void {
    const { asked } = sending;
    const calm = !model.disturbed;
    const touched = bank.touched.has(asked.about) || bank.touched.has(headOf(asked.about));
    if (code === 'server_unavailable' && calm)
      complain(`${asked.endpoint}: ${code} without a cause`);
    if (refusal === 'bank_unavailable' && calm && !touched && !slow) {
      complain(`${asked.endpoint} of ${asked.about}: the bank was there`);
    }
  }

  function hearConflict({ asked }: Sending, { refusal }: Heard): void {
    const others = model.asked.filter((one) => one.requestId === asked.requestId);
    const other = others.some((one) => one.body !== asked.body || one.endpoint !== asked.endpoint);
    if (refusal === 'request_id_reused' && !other) {
      complain(`${asked.requestId} was never used for anything else`);
    }
  }

  function hearCreated(sending: Sending, heard: Heard, first: boolean): void {
    const payment = model.payments.find((one) => `${one.amount}` === sending.asked.about);
    if (payment === undefined) return complain('a payment that nobody has asked for');
    const token = model.tokens.find((one) => one.tokenId === payment.tokenId);
    const what = `payment ${payment.amount}`;
    const calm = !model.disturbed && !bank.touched.has(sending.asked.about);
    if (first) {
      switch (heard.code) {
        case null: {
          const { status } = readPayment(heard.text);
          const plain = token?.account === 'otp' ? 'PENDING' : 'SUCCESS';
          if (calm && status !== plain) complain(`${what} is ${status} without a cause`);
          if (sending.known.tokenGone) complain(`${what} was made from a token that is gone`);
          break;
        }
        case 'payment_declined':
          // A bank that has ended the binding meanwhile has a cause.
          if (calm && token?.account !== 'empty' && token?.deletionStartedAt === null)
            complain(`${what} was declined without a cause`);
          break;
        case 'token_not_found':
          if (sending.known.tokenActive && token?.deletionStartedAt === null) {
            complain(`${what}: its token is there`);
          }
          break;
        case 'duplicate_invoice_number': {
          const rivals = model.payments.filter(
            (one) => one !== payment && one.invoice === payment.invoice,
          );
          if (sending.known.deadRivals === rivals.length)
            complain(`${what}: nobody has its invoice`);
          break;
        }
        default:
          complain(`${what}: ${heard.text}`);
      }
    }
    if (heard.code === null) {
      const { status, challenge } = readPayment(heard.text);
      payment.challenge = challenge;
      if (first) learnStatus(payment, status, `it was created ${status}`);
    } else if (first) {
      const to: PaymentWorld[] =
        heard.code === 'payment_declined' ? ['failed'] : ['none', 'failed'];
      shrink(what, payment.worlds, to, `it was refused ${heard.code}`);
    }
  }

  function hearValidated(sending: Sending, heard: Heard, nowMs: number): void {
    const [amount, otp] = sending.asked.about.split(' ');
    const payment = model.payments.find((one) => `${one.amount}` === amount);
    if (payment === undefined) return complain('an OTP for no payment');
    const what = `payment ${amount}`;
    const book = booked(payment);
    switch (heard.code) {
      case null: {
        const { status } = readPayment(heard.text);
        mustNotRegress(payment, sending.known.payment, status);
        learnStatus(payment, status, `its OTP was answered ${status}`);
        return;
      }
      case 'invalid_otp':
        if (book?.paidBy === otp) complain(`${what}: the right OTP was called wrong`);
        return;
      case 'otp_expired':
        if (nowMs < payment.startedMs + 300_000) complain(`${what}: its OTP was not too old`);
        return;
      case 'otp_attempts_exceeded':
        shrink(what, payment.worlds, ['failed'], 'its tries are used up');
        return;
      case 'payment_already_final':
        shrink(what, payment.worlds, ['failed', 'expired'], 'it has ended without money');
        return;
      default:
        complain(`${what}: its OTP was answered ${heard.text}`);
    }
  }

  function hearResent(sending: Sending, heard: Heard): void {
    const payment = model.payments.find((one) => `${one.amount}` === sending.asked.about);
    if (payment === undefined) return complain('a resend for no payment');
    if (heard.code === null || heard.code === 'otp_expired') return;
    if (heard.code === 'payment_already_final') {
      const ended: PaymentWorld[] = ['succeeded', 'failed', 'expired'];
      shrink(`payment ${payment.amount}`, payment.worlds, ended, 'it is final');
    } else complain(`payment ${payment.amount}: a resend was answered ${heard.text}`);
  }

  function hearRefunded(sending: Sending, heard: Heard): void {
    const refund = model.refunds.find((one) => one.tag === sending.asked.about);
    if (refund === undefined) return complain('a refund that nobody has asked for');
    const { payment } = refund;
    const what = `refund ${refund.tag} of payment ${payment.amount}`;
    switch (heard.code) {
      case null: {
        const { status } = (JSON.parse(heard.text) as { refund: { status: string } }).refund;
        learnRefund(refund, status, `was answered ${status}`);
        shrink(`payment ${payment.amount}`, payment.worlds, ['succeeded'], 'it was refunded');
        if (status === 'FAILED') {
          if (!model.disturbed && !bank.touched.has(refund.tag))
            complain(`${what} failed for nothing`);
          return;
        }
        if (sending.known.standing + refund.amount > payment.amount) {
          complain(`${what}: more than was left was accepted`);
        }
        refund.accepted = true;
        return;
      }
      case 'refund_amount_exceeded': {
        const others = model.refunds.filter((one) => one !== refund && one.payment === payment);
        const most = others
          .filter((one) => one.worlds.has('pending') || one.worlds.has('succeeded') || one.accepted)
          .reduce((sum, one) => sum + one.amount, 0n);
        const ever = others.reduce((sum, one) => sum + one.amount, 0n);
        const held = sending.known.standing > most ? sending.known.standing : most;
        if ((held > ever ? held : ever) + refund.amount <= payment.amount) {
          complain(`${what}: there was enough left`);
        }
        shrink(what, refund.worlds, ['none'], 'it was refused');
        return;
      }
      case 'payment_not_refundable':
        if (sending.known.payment === 'succeeded') complain(`${what}: its payment had succeeded`);
        shrink(what, refund.worlds, ['none'], 'it was refused');
        return;
      case 'payment_not_found':
        if (sending.known.exists) complain(`${what}: its payment is there`);
        shrink(what, refund.worlds, ['none'], 'it was refused');
        return;
      default:
        complain(`${what}: ${heard.text}`);
    }
  }

  function learnRefund(refund: ModelRefund, status: string, because: string): void {
    const what = `refund ${refund.tag}`;
    const book = [...bank.refunds.values()].filter((one) => one.tag === refund.tag);
    if (book.length > 1) complain(`${what} was given back twice`);
    if (status === 'SUCCESS') {
      shrink(what, refund.worlds, ['succeeded'], because);
      if (book.length === 0) complain(`${what} ${because} without money`);
    } else if (status === 'FAILED') shrink(what, refund.worlds, ['failed'], because);
    else refund.worlds.delete('none');
  }

  function hearDeleted(sending: Sending, heard: Heard): void {
    const token = model.tokens.find((one) => one.tokenId === sending.asked.about);
    if (token === undefined) return complain('a token that nobody has');
    if (heard.code === 'token_not_found') {
      const others = model.asked.filter(
        (one) => one.endpoint === 'token-delete' && one.about === token.tokenId,
      );
      const twice = new Set(others.map((one) => one.requestId)).size > 1;
      if (token.active && !twice && !model.disturbed) complain(`token ${token.tokenId} is there`);
      return;
    }
    const status = /"status":"(\w+)"/.exec(heard.text)?.[1];
    if (status === 'SUCCESS') token.gone = true;
    else if (heard.code !== null) complain(`a deletion was answered ${heard.text}`);
    else if (!bank.touched.has(token.customerId)) complain('a deletion failed for nothing');
  }

  function hearListed(sending: Sending, heard: Heard): void {
    if (heard.code !== null) return complain(`a list was answered ${heard.text}`);
    const token = model.tokens.find((one) => one.customerId === sending.asked.about);
    const listed = token !== undefined && heard.text.includes(token.tokenId);
    if (listed && sending.known.tokenGone)
      complain(`the list shows ${token.tokenId}, which is gone`);
    if (!listed && sending.known.tokenActive && token?.deletionStartedAt === null) {
      complain(`the list lacks ${token.tokenId}`);
    }
  }

  function mustNotRegress(payment: ModelPayment, known: PaymentWorld | null, status: string): void {
    if (known !== null && status === 'PENDING') {
      complain(`payment ${payment.amount} was ${known} and is PENDING again`);
    }
  }

  function certain(payment: ModelPayment): PaymentWorld | null {
    const [world, ...more] = payment.worlds;
    if (world === undefined || !FINAL.has(world)) return null;
    return more.every((one) => one === 'expired' || one === 'failed') && world !== 'succeeded'
      ? 'failed'
      : more.length === 0
        ? world
        : null;
  }

  function knownOf({ endpoint, about }: Asked): Known {
    const refund =
      endpoint === 'payment-refund' ? model.refunds.find((r) => r.tag === about) : null;
    const payment =
      refund?.payment ?? model.payments.find((p) => `${p.amount}` === about.split(' ')[0]);
    const tokenId = payment?.tokenId ?? about;
    const token = model.tokens.find((one) => one.tokenId === tokenId || one.customerId === about);
    const rivals = model.payments.filter(
      (one) => one !== payment && one.invoice === payment?.invoice,
    );
    const dead = rivals.every((one) => certain(one) === 'failed' || certain(one) === 'expired');
    const standing = model.refunds
      .filter((one) => one !== refund && one.payment === payment && one.accepted)
      .filter((one) => !one.worlds.has('failed') || !bank.touched.has(one.tag));
    return {
      payment: payment === undefined ? null : certain(payment),
      exists: payment !== undefined && !payment.worlds.has('none'),
      deadRivals: dead ? rivals.length : null,
      tokenGone: token?.gone ?? false,
      tokenActive: token?.active ?? false,
      standing: standing.reduce((sum, one) => sum + one.amount, 0n),
    };
  }

  const model: Reference = {
    payments: [],
    refunds: [],
    tokens: [],
    asked: [],
    findings: [],
    disturbed: false,
    certain,
    paymentOf: (requestId) => model.payments.find((one) => one.requestId === requestId),
    begin(asked, tick, nowMs) {
      if (!model.asked.includes(asked)) model.asked.push(asked);
      if (asked.endpoint === 'token-delete') {
        const token = model.tokens.find((one) => one.tokenId === asked.about);
        if (token !== undefined) token.deletionStartedAt ??= tick;
      }
      // What answers a repeat may have been decided when it was first sent.
      const known = firstKnown.get(asked) ?? knownOf(asked);
      firstKnown.set(asked, known);
      return { asked, startedAt: tick, startedMs: nowMs, known };
    },
    hear(sending, heard, nowMs) {
      const { asked } = sending;
      if (heard.code === 'server_error') return complain(`${asked.endpoint}: ${heard.text}`);
      if (heard.code === 'idempotent_request') return hearConflict(sending, heard);
      if (heard.code !== null && LATER.has(heard.code)) return hearLater(sending, heard);
      const passing = heard.refusal !== null && heard.text === '';
      if (passing) return;
      const first = keep(asked, heard.text);
      switch (asked.endpoint) {
        case 'payment':
          return hearCreated(sending, heard, first);
        case 'payment/validate':
          return first ? hearValidated(sending, heard, nowMs) : undefined;
        case 'payment-otp':
          return first ? hearResent(sending, heard) : undefined;
        case 'payment-refund':
          return first ? hearRefunded(sending, heard) : undefined;
        case 'token-delete':
          return first ? hearDeleted(sending, heard) : undefined;
        case 'tokens':
          return first ? hearListed(sending, heard) : undefined;
      }
    },
    notified(body) {
      const news = JSON.parse(body) as News;
      const known = notes.get(news.event.id);
      if (known !== undefined && known !== body) complain(`notification ${news.event.id} changed`);
      notes.set(news.event.id, body);
      if (news.refund !== undefined) {
        const refund = model.refunds.find((one) => one.requestId === news.refund?.request_id);
        if (refund !== undefined) learnRefund(refund, news.refund.status, 'its notification came');
        return;
      }
      const requestId = news.transaction.original_request_id;
      const payment = model.payments.find(
        (one) => one.requestId === requestId && `${one.amount}` === String(news.order.amount),
      );
      if (payment === undefined)
        return complain(`news of a payment that nobody asked for: ${body}`);
      learnStatus(payment, news.transaction.status, 'its notification came');
    },
    status(payment, known, status) {
      mustNotRegress(payment, known, status);
      learnStatus(payment, status, `check status said ${status}`);
      if (status !== 'REFUNDED') return;
      const book = booked(payment);
      if (book === undefined || refundedOf(bank, book.reference) !== payment.amount) {
        complain(`payment ${payment.amount} is REFUNDED, and the bank says otherwise`);
      }
    },
  };
  return model;
}

/** The first word of what a call is about: of an OTP, its payment's amount. */
function headOf(about: string): string {
  return about.replace(/ .*/, '');
}

function readPayment(text: string): { status: string; challenge: string } {
  const { payment } = JSON.parse(text) as { payment: { status: string; token: string } };
  return { status: payment.status, challenge: payment.token };
}
