// Payouts: a pain.001 file in, a pain.002 report out, money that leaves once, is refused, or comes back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARTNER, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

const PAID = '900000000001';
const CLOSED = '900000000007';
const RETURNED = '900000000009';
const DAY_S = 86_400;

let world: World;
let made = 0;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

interface Line {
  id: string;
  account: string;
  amount: string;
  partner?: string;
}

/** A file of these payouts, as a gateway writes it. */
function fileOf(messageId: string, lines: readonly Line[], change = (xml: string) => xml): string {
  const sum = lines.reduce((total, { amount }) => total + BigInt(amount), 0n);
  const transfers = lines.map(
    ({ id, account, amount, partner = PARTNER.key }) => `<CdtTrfTxInf>
      <PmtId><EndToEndId>${id}</EndToEndId></PmtId>
      <Amt><InstdAmt Ccy="IDR">${amount}.00</InstdAmt></Amt>
      <UltmtDbtr><Id><OrgId><Othr><Id>${partner}</Id></Othr></OrgId></Id></UltmtDbtr>
      <CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>014</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
      <Cdtr><Nm>Toko A &amp; B</Nm></Cdtr>
      <CdtrAcct><Id><Othr><Id>${account}</Id></Othr></Id></CdtrAcct>
    </CdtTrfTxInf>`,
  );
  return change(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-26T10:00:00+07:00</CreDtTm>
    <NbOfTxs>${lines.length}</NbOfTxs><CtrlSum>${sum}.00</CtrlSum><InitgPty><Nm>Tarik</Nm></InitgPty></GrpHdr>
  <PmtInf><PmtInfId>${messageId}-1</PmtInfId><PmtMtd>TRF</PmtMtd>
    <NbOfTxs>${lines.length}</NbOfTxs><CtrlSum>${sum}.00</CtrlSum>
    <ReqdExctnDt><Dt>2026-11-26</Dt></ReqdExctnDt><Dbtr><Nm>Tarik</Nm></Dbtr>
    <DbtrAcct><Id><Othr><Id>700000000001</Id></Othr></Id></DbtrAcct>
    <DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>022</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt>
    ${transfers.join('\n')}
  </PmtInf></CstmrCdtTrfInitn></Document>`);
}

async function send(body: string | Uint8Array<ArrayBuffer>, type = 'application/xml') {
  const url = `${world.simulator.url}/sandbox/payouts`;
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, body: isJson ? JSON.parse(text) : text };
}

async function report(messageId: string): Promise<string> {
  const answer = await world.sandbox('GET', `/sandbox/payouts/${messageId}`);
  expect(answer.status).toBe(200);
  return answer.body as string;
}

/** What a report says of each payout. */
function statusesIn(xml: string): string[][] {
  return [...xml.matchAll(/<TxInfAndSts>([^]*?)<\/TxInfAndSts>/g)].map(([, one = '']) =>
    ['OrgnlEndToEndId', 'TxSts', 'Cd'].flatMap(
      (name) => new RegExp(`<${name}>(.*?)</${name}>`).exec(one)?.[1] ?? [],
    ),
  );
}

const payoutsInBook = async () =>
  ((await world.sandbox('GET', '/sandbox/book?payouts=true')).body as any[]).filter(({ type }) =>
    type.startsWith('PAYOUT'),
  );
const fresh = () => `M-${(made += 1)}`;

test('money is paid out, refused, or comes back a day later; the report says which', async () => {
  const id = fresh();
  const lines = [
    { id: `${id}-a`, account: PAID, amount: '90000' },
    { id: `${id}-b`, account: CLOSED, amount: '5000' },
    { id: `${id}-c`, account: RETURNED, amount: '700' },
  ];
  const taken = await send(fileOf(id, lines));
  expect(taken).toEqual({ status: 202, body: { message_id: id, payouts: 3 } });
  const first = await report(id);
  expect(first).toContain('urn:iso:std:iso:20022:tech:xsd:pain.002.001.10');
  expect(first).toContain(`<OrgnlMsgId>${id}</OrgnlMsgId>`);
  expect(first).toContain('<OrgnlCtrlSum>95700.00</OrgnlCtrlSum>');
  expect(first).toContain('<GrpSts>PART</GrpSts>');
  expect(statusesIn(first)).toEqual([
    [`${id}-a`, 'ACSC'],
    [`${id}-b`, 'RJCT', 'AC04'],
    [`${id}-c`, 'ACSC'],
  ]);
  await world.sandbox('POST', '/sandbox/clock', { advance_seconds: DAY_S - 60 });
  expect(statusesIn(await report(id))[2]).toEqual([`${id}-c`, 'ACSC']);
  await world.restart();
  await world.sandbox('POST', '/sandbox/clock', { advance_seconds: 61 });
  expect(statusesIn(await report(id))[2]).toEqual([`${id}-c`, 'RTRN', 'AC01']);
  const moved = (await payoutsInBook()).map(({ type, partner_reference: ours, amount }) => [
    type,
    ours,
    amount,
  ]);
  expect(moved).toEqual([
    ['PAYOUT', `${id}-a`, 90_000],
    ['PAYOUT', `${id}-c`, 700],
    ['PAYOUT_RETURN', `${id}-c`, 700],
  ]);
});

test('payouts stand on the statement of their partner and day', async () => {
  const id = fresh();
  await send(fileOf(id, [{ id: `${id}-a`, account: PAID, amount: '1234' }]));
  const { now } = (await world.sandbox('GET', '/sandbox/clock')).body as { now: string };
  const day = new Date(Date.parse(now) + 7 * 3_600_000).toISOString().slice(0, 10);
  const { body } = await world.sandbox('GET', `/sandbox/statements/${day}?so_far=true`);
  expect(body).toMatch(new RegExp(`,${PARTNER.key},PAYOUT,\\d{12},${id}-a,1234\\.00,IDR`));
});

test('programs that ask for debits and refunds see no payouts', async () => {
  const book = await world.book();
  expect(book.filter(({ type }) => type.startsWith('PAYOUT'))).toEqual([]);
});

test('the same file again is answered as before and pays nothing twice, also after a restart', async () => {
  const id = fresh();
  const file = fileOf(id, [{ id: `${id}-a`, account: PAID, amount: '10' }]);
  const before = (await payoutsInBook()).length;
  const answers = await Promise.all([send(file), send(file)]);
  await world.restart();
  expect([...answers, await send(file)].map(({ status }) => status)).toEqual([202, 202, 202]);
  expect((await payoutsInBook()).length).toBe(before + 1);
  const other = await send(fileOf(id, [{ id: `${id}-b`, account: PAID, amount: '10' }]));
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'message_id_used' } } });
});

test('a payout that has left does not leave again in another file', async () => {
  const [one, two] = [fresh(), fresh()];
  await send(fileOf(one, [{ id: `${one}-a`, account: PAID, amount: '10' }]));
  await send(
    fileOf(two, [
      { id: `${one}-a`, account: PAID, amount: '10' },
      { id: `${two}-a`, account: PAID, amount: '20' },
    ]),
  );
  expect(statusesIn(await report(two))).toEqual([
    [`${one}-a`, 'RJCT', 'AM05'],
    [`${two}-a`, 'ACSC'],
  ]);
});

describe('a bank that misbehaves', () => {
  const order = (operation: string, fault: string, more = {}) =>
    world.sandbox('POST', '/sandbox/faults', { operation, fault, ...more });
  const isPaid = async (id: string) =>
    (await payoutsInBook()).filter(({ partner_reference: ours }) => ours === id).length;

  test.each<[fault: string, answer: number | 'none', paid: number]>([
    ['refuse', 403, 0],
    ['error_500', 500, 0],
    ['error_500_after', 500, 1],
    ['timeout_after', 504, 1],
    ['html', 502, 0],
    ['reset', 'none', 0],
    ['reset_after', 'none', 1],
    ['duplicate', 409, 1],
    ['half_file', 400, 0],
    ['slow', 202, 1],
  ])(
    '%s: the file is answered %s, paid %i times, and once in the end',
    async (fault, answer, paid) => {
      const id = fresh();
      const file = fileOf(id, [{ id: `${id}-a`, account: PAID, amount: '10' }]);
      await order('payouts', fault, { partner_key: PARTNER.key, account_no: PAID, delay_ms: 5 });
      const first = await send(file).then(
        ({ status }) => status,
        () => 'none',
      );
      expect([first, await isPaid(`${id}-a`)]).toEqual([answer, paid]);
      expect((await send(file)).status).toBe(202);
      expect(await isPaid(`${id}-a`)).toBe(1);
    },
  );

  test('a report comes in half, or not at all, and whole the next time', async () => {
    const id = fresh();
    await send(fileOf(id, [{ id: `${id}-a`, account: PAID, amount: '10' }]));
    await order('payout_report', 'truncated');
    expect(await report(id)).not.toContain('</Document>');
    await order('payout_report', 'error_500');
    expect((await world.sandbox('GET', `/sandbox/payouts/${id}`)).status).toBe(500);
    expect(await report(id)).toContain('</Document>');
  });

  test('an order for others leaves a file alone', async () => {
    const id = fresh();
    await order('payouts', 'error_500', { account_no: '900000000002' });
    expect((await send(fileOf(id, [{ id: `${id}-a`, account: PAID, amount: '10' }]))).status).toBe(
      202,
    );
    await world.sandbox('DELETE', '/sandbox/faults');
  });
});

test('a report about a file that never came is not there', async () => {
  const none = await world.sandbox('GET', '/sandbox/payouts/M-none');
  expect(none).toMatchObject({ status: 404, body: { error: { code: 'message_not_found' } } });
});

describe('a file is refused as a whole, with the element named', () => {
  const replaced = (from: string | RegExp, to: string) => (xml: string) => xml.replace(from, to);
  test.each<[string, (xml: string) => string, string]>([
    ['no XML', () => 'payouts', 'the file'],
    ['half a file', (xml) => xml.slice(0, xml.length / 2), 'the file'],
    [
      'a DOCTYPE',
      replaced('<Document', '<!DOCTYPE d [<!ENTITY a "b">]><Document'),
      'the file must have no DOCTYPE',
    ],
    ['another message', replaced('pain.001.001.09', 'pain.008.001.02'), 'Document'],
    ['no MsgId', replaced(/<MsgId>.*<\/MsgId>/, ''), 'Document.CstmrCdtTrfInitn.GrpHdr.MsgId'],
    ['a wrong count', replaced('<NbOfTxs>2', '<NbOfTxs>3'), 'GrpHdr.NbOfTxs says 3'],
    [
      'a wrong sum',
      replaced(/<CtrlSum>30.00(?=<\/CtrlSum>\n)/, '<CtrlSum>31.00'),
      'PmtInf[0].CtrlSum must be the sum of the transfers, 30.00',
    ],
    [
      'dollars',
      replaced('Ccy="IDR">20', 'Ccy="USD">20'),
      'CdtTrfTxInf[1].Amt.InstdAmt must be in IDR',
    ],
    ['sen', replaced('>20.00<', '>20.50<'), 'CdtTrfTxInf[1].Amt.InstdAmt must be whole rupiah'],
    ['nothing', replaced('>20.00<', '>0.00<'), 'CdtTrfTxInf[1].Amt.InstdAmt must be whole rupiah'],
    ['no account', replaced(/<CdtrAcct>.*<\/CdtrAcct>/, ''), 'CdtTrfTxInf[0].CdtrAcct'],
    [
      'an id that is there twice',
      replaced(/-b<\/EndToEndId>/, '-a</EndToEndId>'),
      'is there twice',
    ],
    [
      'an unknown partner',
      replaced(`<Id>${PARTNER.key}</Id>`, '<Id>KEY-x</Id>'),
      'KEY-x is the Key of',
    ],
    [
      'an unknown partner with a Key that is no id',
      replaced(
        '</CdtrAcct>',
        '</CdtrAcct><InstrForDbtrAgt>0197c2a4-7b1e-7000-8000-00000000000a</InstrForDbtrAgt>',
      ),
      '0197c2a4-7b1e-7000-8000-00000000000a is the Key of',
    ],
    [
      'two payments',
      replaced('</PmtInf>', '</PmtInf><PmtInf><a>1</a></PmtInf>'),
      'PmtInf must be there once',
    ],
  ])('%s', async (_what, change, says) => {
    const id = fresh();
    const lines = [
      { id: `${id}-a`, account: PAID, amount: '10' },
      { id: `${id}-b`, account: PAID, amount: '20' },
    ];
    const before = (await payoutsInBook()).length;
    const refused = await send(fileOf(id, lines, change));
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain(says);
    expect((await payoutsInBook()).length).toBe(before);
    expect((await world.sandbox('GET', `/sandbox/payouts/${id}`)).status).toBe(404);
  });

  test('that is no UTF-8, of another type, or too large', async () => {
    const bytes = new Uint8Array([0x3c, 0x61, 0xff, 0x3e]);
    expect((await send(bytes)).body.error.message).toBe('the file must be UTF-8');
    expect((await send('{}', 'application/json')).status).toBe(415);
    expect((await send(' '.repeat(16 * 1024 * 1024 + 1))).status).toBe(413);
  });
});
