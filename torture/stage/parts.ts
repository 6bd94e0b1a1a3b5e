// The parts of a stage: how each is started, where it says its words, and where the proxies lead while it lives.
import path from 'node:path';
import { BANK_PREFIX } from '../../packages/simulator/src/bank.ts';
import { launchNode } from './node-part.ts';
import type { OpenLinks } from './links.ts';
import { createPart, type Running } from './part.ts';
import type { PointsDesk } from './points-desk.ts';
import { launchPostgres, type Cluster } from './postgres-part.ts';
import type { StageSecrets } from './secrets.ts';
import type { Part, PartName, StageMerchant, StageOptions, Unexpected } from './types.ts';

/** What the parts are started with; merchants and the bank's key come when database and bank serve. */
export interface Plan {
  options: StageOptions;
  folder: string;
  secrets: StageSecrets;
  cluster: Cluster;
  bankPort: number;
  /** Through the proxy. */
  databaseUrl: string;
  links: OpenLinks;
  files: { bankJournal: string; receiverLog: string };
  merchants: StageMerchant[];
  bankKey: string;
}

export interface Crew {
  parts: readonly Part[];
  /** Throws for a name that nobody has. */
  part(name: PartName): Part;
  unexpected: Unexpected[];
  processLogs: string[];
  receiverUrl(): string;
}

const REPOSITORY = path.join(import.meta.dirname, '../..');
const BANK = path.join(REPOSITORY, 'packages/simulator/src/main.ts');
const RECEIVER = path.join(REPOSITORY, 'torture/load/process-receiver.ts');
/** Kept from one stage to the next: a part that is started again and again must not be compiled each time. */
const COMPILED = path.join(REPOSITORY, 'node_modules/.cache/torture');
const GATEWAY = path.join(import.meta.dirname, 'process-gateway.ts');

/** The parts, none of them started. */
export function createParts(plan: Plan, desk: PointsDesk): Crew {
  const { options, folder, links } = plan;
  const unexpected: Unexpected[] = [];
  const urls = new Map<PartName, string>();
  const logOf = (name: PartName): string => path.join(folder, `${name}.log`);

  function made(name: PartName, launch: (signal: AbortSignal) => Promise<Running>): Part {
    return createPart({
      name,
      launch,
      onChange: direct,
      // Told to misbehave, the receiver ends itself; its supervisor starts it again.
      ...(name === 'receiver' ? {} : { onUnexpected: (what) => void unexpected.push(what) }),
    });
  }

  /** Leads the proxies to those that live. */
  function direct(): void {
    const serving = (of: RegExp) =>
      parts
        .filter((part) => of.test(part.name) && part.alive && urls.has(part.name))
        .map((part) => ({
          host: '127.0.0.1',
          port: Number(new URL(urls.get(part.name) ?? '').port),
        }));
    const gateways = serving(/^gateway-/);
    links.client.setTargets(gateways);
    links.callbacks.setTargets(gateways);
    links.receiver.setTargets(serving(/^receiver$/));
  }

  const program = (
    name: PartName,
    args: readonly string[],
    env: () => Record<string, string>,
    attach: boolean,
  ): Part =>
    made(name, (signal) =>
      launchNode(
        {
          args,
          env: { NODE_COMPILE_CACHE: COMPILED, ...env() },
          logFile: logOf(name),
          onReady(url, child) {
            if (url === null) urls.delete(name);
            else urls.set(name, url);
            if (attach) desk.channel(name).attach(child);
          },
        },
        signal,
      ),
    );

  const served = (name: PartName, role: 'api' | 'worker'): Part => {
    desk.channel(name);
    const args = [...(options.nodeArgs ?? []), GATEWAY];
    return program(name, args, () => gatewayEnvironment(plan, role), true);
  };
  const gateways = numbered('gateway', options.gateways);
  const workers = numbered('worker', options.workers);
  const parts: readonly Part[] = [
    made('postgres', (signal) => launchPostgres(plan.cluster, signal)),
    program('bank', [BANK], () => bankEnvironment(plan), false),
    program('receiver', [RECEIVER], () => receiverEnvironment(plan), false),
    ...gateways.map((name) => served(name, 'api')),
    ...workers.map((name) => served(name, 'worker')),
  ];
  return {
    parts,
    part(name) {
      const found = parts.find((one) => one.name === name);
      if (found === undefined) throw new Error(`the stage has no part ${name}`);
      return found;
    },
    unexpected,
    processLogs: [...gateways, ...workers].map(logOf),
    receiverUrl: () => urls.get('receiver') ?? '',
  };
}

function numbered<const N extends 'gateway' | 'worker'>(noun: N, count: number) {
  return Array.from({ length: count }, (_, n) => `${noun}-${n + 1}` as const);
}

function gatewayEnvironment(plan: Plan, role: 'api' | 'worker'): Record<string, string> {
  const { options, secrets, links } = plan;
  const { preload } = options;
  return {
    TARIK_MODE: 'sandbox',
    TARIK_ROLE: role,
    TARIK_PORT: '0',
    TARIK_PUBLIC_URL: links.callbacks.url,
    TARIK_LOG_LEVEL: 'debug',
    TARIK_DB_CONNECTIONS: '6',
    DATABASE_URL: plan.databaseUrl,
    TARIK_MASTER_KEYS: secrets.masterKey.toString('base64'),
    TARIK_INDEX_KEY: secrets.indexKey.toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: secrets.privateKey,
    TARIK_CIMB_URL: links.bank.url + BANK_PREFIX,
    TARIK_CIMB_PUBLIC_KEY: plan.bankKey,
    TARIK_CIMB_SIGNED_ANSWERS: 'on',
    ...(preload === undefined ? {} : { LD_PRELOAD: preload.library, ...preload.env }),
    ...options.env,
  };
}

function bankEnvironment({ options, folder, bankPort, links }: Plan) {
  return {
    TARIK_BANK_PORT: String(bankPort),
    TARIK_BANK_DATA: path.join(folder, 'bank'),
    TARIK_BANK_PARTNERS: path.join(folder, 'partners.json'),
    TARIK_BANK_FSYNC: 'on',
    TARIK_BANK_CALLBACKS: options.callbacks ?? 'never',
    TARIK_GATEWAY_URL: links.callbacks.url,
  };
}

function receiverEnvironment({ folder, files }: Plan): Record<string, string> {
  return {
    TORTURE_RECEIVER_LOG: files.receiverLog,
    TORTURE_RECEIVER_SECRETS: path.join(folder, 'receiver-secrets.json'),
    TORTURE_RECEIVER_PORT: '0',
  };
}
