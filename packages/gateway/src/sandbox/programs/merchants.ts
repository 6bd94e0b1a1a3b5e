// POST, GET and PUT below /sandbox/merchants: merchants of a test's own, with their Secret Keys, and where they are told.
import { isClientId } from '@tarik/wire/doku/headers';
import { ZodError } from 'zod';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { SANDBOX_SECRET } from '../../base/unsafe.ts';
import type { Context } from '../../context.ts';
import { activateBank, setNotificationUrl } from '../../merchants/activate-bank.ts';
import { createMerchant } from '../../merchants/create.ts';
import { secretPlace } from '../../merchants/directory.ts';
import {
  parseSettings,
  settingsJson,
  withDefaults,
  type ChangedSettings,
} from '../../merchants/settings.ts';
import {
  findMerchantByClientId,
  listBanks,
  listKeys,
  listMerchants,
  type MerchantRow,
} from '../../merchants/store.ts';
import { urlFault } from '../../notifications/target.ts';
import { onlyFields, textField, Wrong, type Fields } from './json.ts';
import type { ProgramAnswer, ProgramCall } from './json.ts';

const FIELDS = ['name', 'client_id', 'secret_key', 'notification_url', 'bank', 'settings'];

const NAME = { fits: /^[^\p{Cc}]{1,128}$/u, says: 'text of 1 to 128 characters' };
const CLIENT_ID = {
  fits: /^[A-Za-z0-9._-]{1,64}$/,
  says: '1 to 64 letters, digits, points, underscores and hyphens',
};
const SECRET = { fits: /^[\x21-\x7e]{1,256}$/, says: '1 to 256 visible ASCII characters' };

/** Makes a merchant, with CIMB active where the bank's Key and Secret are given. */
export async function createOne(ctx: Context, { body }: ProgramCall): Promise<ProgramAnswer> {
  onlyFields(body, FIELDS);
  const clientId = textField(body, 'client_id', CLIENT_ID);
  const bank = bankField(body['bank']);
  const url = urlField(body, 'notification_url');
  if (url !== undefined && bank === undefined) {
    throw new Wrong(400, 'notification_url needs bank: a merchant is notified of what a bank does');
  }
  const made = await createMerchant(ctx, {
    name: textField(body, 'name', NAME) ?? 'Sandbox merchant',
    ...(clientId === undefined ? {} : { clientId }),
    secret: textField(body, 'secret_key', SECRET) ?? drawSecret(ctx),
    settings: { rate: null, ...settingsField(body['settings']) },
  });
  if (bank !== undefined) {
    const connection = { bank: 'cimb', ...bank, notificationUrl: url ?? null };
    await activateBank(ctx, made.merchantId, connection);
  }
  ctx.merchants.forget(made.clientId);
  return { status: 201, body: await describe(ctx, await mustFind(ctx, made.clientId)) };
}

/** One merchant as it is now, its Secret Key included. */
export async function readOne(ctx: Context, { params }: ProgramCall): Promise<ProgramAnswer> {
  return { status: 200, body: await describe(ctx, await mustFind(ctx, params['client_id'])) };
}

/** Every merchant by Client-Id. */
export async function listAll(ctx: Context): Promise<ProgramAnswer> {
  const merchants = [];
  for (const row of await listMerchants(ctx.db)) merchants.push(await describe(ctx, row));
  return { status: 200, body: { merchants } };
}

/** Sends a merchant's notifications elsewhere from now on; one that had answered 410 is tried again. */
export async function setUrl(ctx: Context, { params, body }: ProgramCall): Promise<ProgramAnswer> {
  onlyFields(body, ['url', 'bank']);
  const merchant = await mustFind(ctx, params['client_id']);
  if (!('url' in body)) throw new Wrong(400, 'url must be a URL, or null for nowhere');
  const url = urlField(body, 'url') ?? null;
  const bank = body['bank'] ?? 'cimb';
  if (typeof bank !== 'string' || !BANK_SLUGS.includes(bank)) {
    throw new Wrong(400, `bank must be one of ${BANK_SLUGS.join(', ')}`);
  }
  const banks = await listBanks(ctx.db, merchant.merchant_id);
  const former = banks.find((one) => one.bank === bank)?.notification_url ?? null;
  await setNotificationUrl(ctx, merchant.merchant_id, bank, url);
  ctx.merchants.forget(merchant.client_id);
  return { status: 200, body: { bank, url, former_url: former } };
}

/** The merchant with this Client-Id; 404 when there is none. */
export async function mustFind(ctx: Context, clientId: unknown): Promise<MerchantRow> {
  const named = typeof clientId === 'string' && isClientId(clientId) ? clientId : null;
  const row = named === null ? null : await findMerchantByClientId(ctx.db, named);
  if (row !== null) return row;
  throw new Wrong(404, `client_id: there is no merchant ${named ?? 'of that form'}`);
}

async function describe(ctx: Context, row: MerchantRow): Promise<object> {
  const { merchant_id: merchantId } = row;
  const [key] = await listKeys(ctx.db, merchantId);
  const secret =
    key && ctx.sealer.open(secretPlace(merchantId, key.key_id), key.sealed_secret).toString();
  const banks = await listBanks(ctx.db, merchantId);
  return {
    client_id: row.client_id,
    secret_key: secret,
    name: row.name,
    banks: banks.map((bank) => ({
      bank: bank.bank,
      active: bank.status === 'active',
      notification_url: bank.notification_url,
      notifications_disabled: bank.notifications_disabled_at !== null,
    })),
    settings: settingsJson(withDefaults(row.settings)),
  };
}

/** Marked, so that no production process takes it. */
function drawSecret({ random }: Context): string {
  const secret = `SK-${random.bytes(24).toString('base64url')}-do-not-use-in-production`;
  if (!SANDBOX_SECRET.test(secret)) throw new Error('a Secret Key of a sandbox is marked');
  return secret;
}

function bankField(value: unknown): { key: string; secret: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Wrong(400, 'bank must be an object of key and secret');
  }
  const { key, secret, ...others } = value as Fields;
  const fits = (text: unknown): text is string => typeof text === 'string' && text !== '';
  if (!fits(key) || key.length > 36) {
    throw new Wrong(400, 'bank.key must be text of 1 to 36 characters');
  }
  if (!fits(secret)) throw new Wrong(400, 'bank.secret must be text');
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) {
    throw new Wrong(400, `bank.${stranger} is no field: a bank has key and secret`);
  }
  return { key, secret };
}

function urlField(body: Fields, name: string): string | undefined {
  const rule = { fits: /^[^\s\p{Cc}]{1,2048}$/u, says: 'a URL of at most 2048 characters' };
  const url = textField(body, name, rule);
  if (url === undefined) return undefined;
  if (urlFault(url, true) === null) return url;
  throw new Wrong(
    400,
    `${name} must be an http or https URL without user and fragment, public or on loopback`,
  );
}

function settingsField(value: unknown): ChangedSettings {
  if (value === undefined || value === null) return {};
  try {
    return parseSettings(value);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const [issue] = error.issues;
    const where = ['settings', ...(issue?.path ?? [])].join('.');
    throw new Wrong(400, `${where}: ${issue?.message ?? 'cannot be used'}`);
  }
}
