// Starts a bank: its book, its SNAP API, its pages and its calls for programs, on one port.
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BANK_PREFIX } from './bank.ts';
import type { Bank, BankSettings } from './bank.ts';
import { openBook } from './book/book.ts';
import { bankClock } from './clock.ts';
import type { BankClock } from './clock.ts';
import { dueList } from './due.ts';
import { faultDesk } from './faults.ts';
import { bankKeys } from './keys.ts';
import { consolePages } from './pages/console.ts';
import { registerPages } from './pages/register.ts';
import { readPartner } from './partners.ts';
import type { PartnerEntry } from './partners.ts';
import { errorBody } from './sandbox/refusal.ts';
import { sandboxRoutes } from './sandbox/routes.ts';
import { callbackSender } from './snap/callback.ts';
import { resumeDeferred } from './snap/defer.ts';
import { snapRoutes } from './snap/routes.ts';
import { ENDPOINTS } from './snap/endpoints.ts';

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Folder of the journal and the bank's key; made when missing. */
  dataFolder: string;
  partners: readonly PartnerEntry[];
  /** The clock beneath the bank's own; real time by default. */
  clock?: { now(): number };
  /** Base URL of the gateway, which is told when the clock moves. */
  gatewayUrl?: string;
  /** Base URL under which customers reach the pages; where the bank listens by default. */
  publicUrl?: string;
  settings?: Partial<BankSettings> & {
    /** Whether an answer waits for the disk, not just for the file system. Default true. */
    fsync?: boolean;
  };
}

export interface Simulator {
  /** `http://127.0.0.1:8090` */
  url: string;
  /** The base of the SNAP paths, with the bank's prefix. */
  baseUrl: string;
  /** Verifies the callbacks; PEM. */
  publicKey: string;
  clock: BankClock;
  addPartner(partner: PartnerEntry): void;
  /** Stops at once: connections are cut, the book is closed. */
  close(): Promise<void>;
}

/**
 * Starts a simulated bank and resolves when it listens. Throws when the journal or a partner
 * cannot be read.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const bank = await openBank(options);
  const app = buildServer(bank);
  const host = options.host ?? '127.0.0.1';
  try {
    await app.listen({ port: options.port, host });
  } catch (error) {
    await bank.book.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  bank.publicUrl = (options.publicUrl ?? url).replace(/\/+$/, '');
  resumeDeferred(bank, ENDPOINTS);
  return {
    url,
    baseUrl: url + BANK_PREFIX,
    publicKey: bank.publicKeyPem,
    clock: bank.clock,
    addPartner: (entry) => addPartner(bank, entry),
    async close() {
      bank.due.close();
      await bank.callbacks.close();
      app.server.closeAllConnections();
      await app.close();
      await bank.book.close();
    },
  };
}

async function openBank(options: SimulatorOptions): Promise<Bank> {
  const clock = bankClock(options.clock);
  const { privateKey, publicKeyPem } = await bankKeys(options.dataFolder);
  const book = await openBook(options.dataFolder, { fsync: options.settings?.fsync ?? true });
  clock.setOffset(book.state.offsetMs);
  const bank: Bank = {
    book,
    clock,
    partners: new Map(),
    faults: faultDesk(),
    due: dueList(clock),
    settings: { callbacks: options.settings?.callbacks ?? 'never' },
    callbacks: callbackSender(),
    callbackPlans: new Map(),
    privateKey,
    publicKeyPem,
    gatewayUrl: options.gatewayUrl ?? null,
    clockMoved: Promise.resolve(),
    publicUrl: '',
  };
  for (const entry of options.partners) addPartner(bank, entry);
  return bank;
}

function addPartner(bank: Bank, entry: PartnerEntry): void {
  const partner = readPartner(entry);
  bank.partners.set(partner.key, partner);
}

function buildServer(bank: Bank): FastifyInstance {
  const app = Fastify({
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    // Closing answers new requests as usual until their connections are cut.
    return503OnClosing: false,
  });
  app.register(snapRoutes(bank));
  app.register(sandboxRoutes(bank));
  app.register(registerPages(bank));
  app.register(consolePages(bank));
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send(errorBody('not_found', `there is nothing at ${request.method} ${pathOf(request.url)}`)),
  );
  return app;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
