// The hosted registration pages: account number → code → result → back to the merchant.
// Everything works without scripts.
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Bank } from '../bank.ts';
import type { Registration } from '../book/entries.ts';
import { isOtp } from '../otp.ts';
import {
  giveAccount,
  giveOtp,
  giveUp,
  isOpen,
  registrationPath,
  registrationStatus,
  resendOtp,
  returnUrl,
  triesLeft,
} from '../registrations/registration.ts';
import {
  accountView,
  expiredView,
  foreignView,
  otpView,
  resultView,
  unknownView,
  usedView,
} from './register-views.ts';
import { isOwnForm } from './same-origin.ts';
import { goTo, pageOf, registrationOf, show, visitOf } from './visit.ts';
import type { Visit } from './visit.ts';

const PATH = registrationPath(':id');
/** Long enough to read the result. */
const AUTO_RETURN_S = 4;

/** A sent form: a field that came twice is a list. */
type Form = Record<string, unknown>;

export function registerPages(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    await app.register(formbody);
    app.get(PATH, async (request, reply) => {
      const visit = visitOf(bank, request, reply);
      const registration = registrationOf(visit);
      return registration === undefined
        ? show(visit, 404, unknownView(visit.words))
        : showCurrent(visit, registration);
    });
    app.post(PATH, async (request, reply) => {
      const visit = visitOf(bank, request, reply);
      if (!isOwnForm(request.headers)) return show(visit, 403, foreignView(visit.words));
      const registration = registrationOf(visit);
      if (registration === undefined) return show(visit, 404, unknownView(visit.words));
      if (!isOpen(registration, bank.clock.now())) return showCurrent(visit, registration);
      return takeForm(visit, registration, (request.body ?? {}) as Form);
    });
    app.get(`${PATH}/result`, async (request, reply) => {
      const visit = visitOf(bank, request, reply);
      const registration = registrationOf(visit);
      if (registration === undefined) return show(visit, 404, unknownView(visit.words));
      if (isOpen(registration, bank.clock.now())) return reply.redirect(pageOf(registration), 303);
      reply.header('refresh', `${AUTO_RETURN_S}; url=${pageOf(registration)}/return`);
      return show(visit, 200, resultView(visit.words, registration, bank.clock.now()));
    });
    app.get(`${PATH}/return`, async (request, reply) => {
      const visit = visitOf(bank, request, reply);
      const registration = registrationOf(visit);
      if (registration === undefined) return show(visit, 404, unknownView(visit.words));
      const status = registrationStatus(registration, bank.clock.now());
      if (status === 'expired') giveUp(bank, registration, 'expired');
      else if (isOpen(registration, bank.clock.now()))
        return reply.redirect(pageOf(registration), 303);
      await bank.book.settled();
      return reply.redirect(returnUrl(registration), 303);
    });
  };
}

function showCurrent(visit: Visit, registration: Registration): FastifyReply {
  const { words, bank, query } = visit;
  const status = registrationStatus(registration, bank.clock.now());
  if (status === 'expired') return show(visit, 410, expiredView(words, registration));
  if (status === 'succeeded' || status === 'failed') {
    return show(visit, 409, usedView(words, registration));
  }
  if (status === 'otp_sent' && query['change'] === undefined) {
    const notice = query['sent'] === undefined ? null : words.resent;
    return show(visit, 200, otpView(words, registration, { error: null, notice }));
  }
  const blank = { accountNo: '', error: null, refused: false };
  return show(visit, 200, accountView(words, registration, blank));
}

function takeForm(
  visit: Visit,
  registration: Registration,
  form: Form,
): Promise<FastifyReply> | FastifyReply {
  switch (form['step']) {
    case 'account':
      return takeAccount(visit, registration, typed(form, 'account_no'));
    case 'otp':
      return takeOtp(visit, registration, typed(form, 'otp'));
    case 'resend':
      return takeResend(visit, registration);
    case 'cancel': {
      const refused = form['reason'] === 'account_not_eligible';
      giveUp(visit.bank, registration, refused ? 'account_not_eligible' : 'cancelled');
      return goTo(visit, `${pageOf(registration)}/result`);
    }
    default:
      return showCurrent(visit, registration);
  }
}

function typed(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

function takeAccount(
  visit: Visit,
  registration: Registration,
  given: string,
): Promise<FastifyReply> | FastifyReply {
  const { bank, words } = visit;
  const accountNo = given.replace(/[\s.-]/g, '');
  const verdict = giveAccount(bank, registration, accountNo);
  if (verdict === 'otp_sent') return goTo(visit, pageOf(registration));
  const malformed = accountNo === '' ? words.accountMissing : words.accountMalformed;
  const refused = verdict === 'not_eligible';
  const error = refused ? words.accountRefused : malformed;
  return show(visit, 422, accountView(words, registration, { accountNo: given, error, refused }));
}

function takeOtp(
  visit: Visit,
  registration: Registration,
  given: string,
): Promise<FastifyReply> | FastifyReply {
  const { bank, words } = visit;
  const otp = given.replace(/\s/g, '');
  if (registration.state !== 'otp_sent') return showCurrent(visit, registration);
  const retry = (error: string): FastifyReply =>
    show(visit, 422, otpView(words, registration, { error, notice: null }));
  if (!isOtp(otp)) return retry(words.otpMalformed);
  const verdict = giveOtp(bank, registration, otp);
  if (verdict === 'wrong') return retry(words.otpWrong(triesLeft(registration)));
  if (verdict === 'too_old') return retry(words.otpTooOld);
  return goTo(visit, `${pageOf(registration)}/result`);
}

function takeResend(
  visit: Visit,
  registration: Registration,
): Promise<FastifyReply> | FastifyReply {
  const { bank, words } = visit;
  if (resendOtp(bank, registration)) return goTo(visit, `${pageOf(registration)}?sent=1`);
  const error = words.resendExhausted;
  return show(visit, 422, otpView(words, registration, { error, notice: null }));
}
