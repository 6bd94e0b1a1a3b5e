// Starts a bank: its book, its SNAP API, its pages and its calls for programs, on one port.
import type { AddressInfo } from 'node:net';
import { BANK_PREFIX } from './bank.ts';
import type { BankClock } from './clock.ts';
import { openBank } from './open-bank.ts';
import type { BankOptions } from './open-bank.ts';
import { readPartner } from './partners.ts';
import type { PartnerEntry } from './partners.ts';
import { resumeReturns } from './payouts/take.ts';
import { buildServer } from './server.ts';
import { resumeDeferred } from './snap/defer.ts';
import { ENDPOINTS } from './snap/endpoints.ts';

export interface SimulatorOptions extends BankOptions {
  /** 0 takes any free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Base URL under which customers reach the pages; where the bank listens by default. */
  publicUrl?: string;
}

export interface Simulator {
  /** `http://127.0.0.1:8090` */
  url: string;
  /** The base of the SNAP paths, with the bank's prefix. */
  baseUrl: string;
  /** Verifies the callbacks; PEM. */
  publicKey: string;
  clock: BankClock;
  /** Registers one more partner, or a registered one anew. Throws an error that names the field. */
  addPartner(partner: PartnerEntry): void;
  /** Names the gateway that is told when time moves, where it was not known at the start. */
  leadGateway(url: string): void;
  /** Stops at once: connections are cut, the book is closed. */
  close(): Promise<void>;
}

/**
 * Starts a simulated bank and resolves when it listens. Throws when the journal or a partner
 * cannot be read, or the port is taken.
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
  resumeReturns(bank);
  return {
    url,
    baseUrl: url + BANK_PREFIX,
    publicKey: bank.publicKeyPem,
    clock: bank.clock,
    addPartner(entry) {
      const partner = readPartner(entry);
      bank.partners.set(partner.key, partner);
    },
    leadGateway(url) {
      bank.gatewayUrl = url;
    },
    async close() {
      bank.due.close();
      await bank.callbacks.close();
      app.server.closeAllConnections();
      await app.close();
      await bank.book.close();
    },
  };
}
