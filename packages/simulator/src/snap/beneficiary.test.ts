// Service 16: the bank names the holder of an account, its own or another bank's, or refuses.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const inquire = (fields: Record<string, unknown>) =>
  world.call('/account-inquiry-external', {
    partnerReferenceNo: 'b-1',
    beneficiaryBankCode: '014',
    beneficiaryAccountNo: '900000000001',
    ...fields,
  });

test('the holder of an account is named, in a signed answer', async () => {
  const reply = await inquire({});
  expect(reply).toMatchObject({ status: 200, code: '2001600', signed: true });
  expect(reply.body).toMatchObject({
    referenceNo: expect.stringMatching(/^\d{12}$/),
    partnerReferenceNo: 'b-1',
    beneficiaryAccountName: 'PT TOKO TARIK',
    beneficiaryAccountNo: '900000000001',
    beneficiaryBankCode: '014',
    currency: 'IDR',
  });
  const any = await inquire({ beneficiaryAccountNo: '1234567890', partnerReferenceNo: undefined });
  expect(any.body.beneficiaryAccountName).toBe('SANDBOX HOLDER 7890');
});

test.each([
  [{ beneficiaryAccountNo: '900000000005' }, '4041611'],
  [{ beneficiaryAccountNo: '900000000006' }, '4031609'],
  [{ beneficiaryAccountNo: undefined }, '4001602'],
  [{ beneficiaryAccountNo: '12-34' }, '4001601'],
  [{ beneficiaryBankCode: undefined }, '4001602'],
  [{ beneficiaryBankCode: 'BCA' }, '4001601'],
])('%j is refused with %s', async (fields, code) => {
  expect((await inquire(fields)).code).toBe(code);
});
