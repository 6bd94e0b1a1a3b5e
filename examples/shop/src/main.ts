// The shop as a process: settings from the environment, ready when it prints where it listens.
import { readFileSync } from 'node:fs';
import { buildShop, type ShopMerchant } from './shop.ts';

/** Reads TARIK_SHOP_* and starts; throws a sentence that names the variable. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const port = Number(env['TARIK_SHOP_PORT'] ?? '8070');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('TARIK_SHOP_PORT must be a port from 0 to 65535');
  }
  const file = env['TARIK_SHOP_MERCHANTS'];
  if (!file)
    throw new Error('TARIK_SHOP_MERCHANTS must name a JSON file: [{clientId, secret, name}]');
  const { TARIK_SHOP_DATA: folder, TARIK_GATEWAY_URL: gatewayUrl, TARIK_BANK_URL: bankUrl } = env;
  if (!folder) throw new Error('TARIK_SHOP_DATA must name the folder of the shop');
  if (!gatewayUrl) throw new Error('TARIK_GATEWAY_URL must say where the gateway is');
  const [own, ...others] = JSON.parse(readFileSync(file, 'utf8')) as ShopMerchant[];
  if (own === undefined) throw new Error(`TARIK_SHOP_MERCHANTS: ${file} names no merchant`);
  const shop = buildShop({
    merchants: [own, ...others],
    dataFolder: folder,
    gatewayUrl,
    ...(bankUrl ? { bankUrl } : {}),
  });
  const listening = await shop.listen({ host: env['TARIK_SHOP_HOST'] ?? '127.0.0.1', port });
  const stop = (): void => {
    shop.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.channel !== undefined) process.once('disconnect', stop);
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
}

if (import.meta.main) {
  await main(process.env).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
