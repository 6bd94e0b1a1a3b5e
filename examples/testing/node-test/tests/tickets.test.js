// Every unpleasant outcome of a booking, forced. Each test has a merchant of its own, so that all of them run at once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Tarik } from '@tarik/sdk';
import { ACCOUNTS, openSandbox, OTP } from '@tarik/sdk/testing';
import { openTickets } from '../src/tickets.js';

let sandbox;

before(async () => {
  sandbox = await openSandbox();
});

after(() => sandbox?.stop());

/** A box office with a merchant of its own, and a customer with this account at the bank. */
async function boxOffice(account) {
  const merchant = await sandbox.merchant();
  const tickets = openTickets(new Tarik(merchant.credentials));
  await merchant.forwardTo(tickets.notifications);
  return { merchant, tickets, customer: await merchant.bind({ account }) };
}

describe('a booking', { concurrency: true, timeout: 60_000 }, () => {
  it('is paid with the OTP from the SMS', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.pays);
    const ticket = await tickets.book('A1', customer);
    assert.equal(ticket.status, 'PENDING');
    await tickets.confirm(ticket, await merchant.otp(customer));
    assert.equal(ticket.status, 'SUCCESS');
    const told = await merchant.notification({ invoiceNumber: ticket.invoiceNumber });
    assert.deepEqual([told.type, told.amount], ['payment.succeeded', 250_000n]);
  });

  it('frees the seat when the bank declines', async () => {
    const { tickets, customer } = await boxOffice(ACCOUNTS.blocked);
    const ticket = await tickets.book('A1', customer);
    assert.equal(ticket.status, 'FAILED');
    assert.ok(tickets.isFree('A1'));
  });

  it('holds the seat while nobody knows, and keeps it when the bank has debited', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.pays);
    await merchant.fault({ operation: 'verify', fault: 'timeout_after' });
    const ticket = await tickets.book('A1', customer);
    await tickets.confirm(ticket, await merchant.otp(customer));
    assert.equal(ticket.status, 'PENDING');
    await assert.rejects(tickets.book('A1', customer), /seat A1 is taken/);
    await merchant.advance({ minutes: 10 });
    await merchant.notification({ type: 'payment.succeeded' });
    assert.equal(ticket.status, 'SUCCESS');
  });

  it('frees the seat after three wrong OTPs', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.pays);
    const ticket = await tickets.book('A1', customer);
    for (const left of [2, 1]) {
      await tickets.confirm(ticket, OTP.neverRight);
      assert.equal(ticket.triesLeft, left);
    }
    await tickets.confirm(ticket, OTP.neverRight);
    await merchant.notification({ type: 'payment.failed' });
    assert.ok(tickets.isFree('A1'));
  });

  it('frees the seat when no OTP comes in time', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.pays);
    const ticket = await tickets.book('A1', customer);
    const otp = await merchant.otp(customer);
    await merchant.advance({ minutes: 15 });
    await merchant.notification({ type: 'payment.expired' });
    assert.ok(tickets.isFree('A1'));
    await tickets.confirm(ticket, otp);
    assert.equal(ticket.status, 'FAILED');
  });

  it('is told again when our server had a bug', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.paysWithoutOtp);
    let calls = 0;
    await merchant.forwardTo((request) => {
      calls += 1;
      if (calls === 1) throw new Error('a bug of ours');
      return tickets.notifications(request);
    });
    const ticket = await tickets.book('A1', customer);
    await merchant.notification({ invoiceNumber: ticket.invoiceNumber });
    assert.equal(ticket.known, undefined);
    await merchant.advance({ minutes: 1 });
    await merchant.notification({ invoiceNumber: ticket.invoiceNumber });
    assert.equal(ticket.known.status, 'SUCCESS');
    assert.deepEqual(
      merchant.deliveries.map((one) => one.status),
      [500, 200],
    );
  });

  it('is the same after the same notification came twice', async () => {
    const { merchant, tickets, customer } = await boxOffice(ACCOUNTS.paysWithoutOtp);
    const ticket = await tickets.book('A1', customer);
    const { invoiceNumber } = ticket;
    const first = await merchant.notification({ invoiceNumber });
    const { known } = ticket;
    await merchant.resendNotifications({ invoiceNumber });
    assert.equal((await merchant.notification({ invoiceNumber })).id, first.id);
    assert.equal(ticket.known, known);
  });
});
