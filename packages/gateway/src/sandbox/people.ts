// The people of every sandbox: one for each role and two of the gateway, known to docs and tests, with one password.
import type { Db } from '../base/db.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import { findMerchantByClientId } from '../merchants/store.ts';
import { appendAudit } from '../operators/append-audit.ts';
import { OF_GATEWAY } from '../operators/doors.ts';
import { hashPassword } from '../operators/password.ts';
import type { Role } from '../operators/roles.ts';
import { findPersonByEmail, insertPerson } from '../operators/store-people.ts';
import { addRole } from '../operators/store-team.ts';
import { SANDBOX_MERCHANTS } from './merchants.ts';

/** Of all of them. */
export const SANDBOX_PASSWORD = 'tarik-sandbox-password';

export interface SandboxPerson {
  email: string;
  name: string;
  role: Role;
  /** Whether the role is one over all merchants, or the same at each of the three. */
  ofGateway: boolean;
}

export const SANDBOX_PEOPLE: readonly SandboxPerson[] = [
  { email: 'admin@tarik.test', name: 'Ayu Admin', role: 'admin', ofGateway: false },
  { email: 'approver@tarik.test', name: 'Putra Penyetuju', role: 'approver', ofGateway: false },
  { email: 'finance@tarik.test', name: 'Fitri Keuangan', role: 'finance_maker', ofGateway: false },
  { email: 'developer@tarik.test', name: 'Dewi Developer', role: 'developer', ofGateway: false },
  { email: 'support@tarik.test', name: 'Surya Support', role: 'support', ofGateway: false },
  { email: 'viewer@tarik.test', name: 'Vina Viewer', role: 'viewer', ofGateway: false },
  { email: 'gateway@tarik.test', name: 'Gilang Gateway', role: 'admin', ofGateway: true },
  // What people of the gateway decide among themselves, such as fees, takes two of them.
  { email: 'second@tarik.test', name: 'Sekar Gateway', role: 'approver', ofGateway: true },
];

/** The same as the sign-in page of a sandbox shows them. */
export const SANDBOX_DOOR = SANDBOX_PEOPLE.map(({ email, role, ofGateway }) => ({
  email,
  password: SANDBOX_PASSWORD,
  role,
  of: ofGateway ? 'gateway' : 'merchants',
}));

/** Makes the people who are missing, with their roles at the merchants that are there. What somebody has changed stays. */
export async function seedPeople(doors: MerchantDoors): Promise<void> {
  const missing = [];
  for (const person of SANDBOX_PEOPLE) {
    if ((await findPersonByEmail(doors.db, person.email)) === null) missing.push(person);
  }
  if (missing.length === 0) return;
  const merchantIds = await knownMerchants(doors.db);
  const passwordHash = await hashPassword(doors.random, SANDBOX_PASSWORD);
  for (const person of missing) await seed(doors, person, passwordHash, merchantIds);
}

async function seed(
  doors: MerchantDoors,
  { email, name, role, ofGateway }: SandboxPerson,
  passwordHash: string,
  merchantIds: readonly string[],
): Promise<void> {
  const operatorId = doors.random.id();
  const at = doors.clock.now();
  await doors.db.transaction(async (tx) => {
    const person = { operatorId, email, name, passwordHash, locale: 'id', at } as const;
    if (!(await insertPerson(tx, person))) return;
    const lanes = ofGateway ? [OF_GATEWAY] : merchantIds;
    for (const lane of lanes) await addRole(tx, lane, operatorId, role, at);
    const said = {
      operatorId: null,
      by: 'sandbox',
      role: null,
      address: null,
      act: 'operator.made',
      subject: operatorId,
      reason: null,
      before: null,
      after: { email, role },
    } as const;
    const merchants = lanes.map((lane) => (lane === OF_GATEWAY ? null : lane));
    await appendAudit(
      tx,
      merchants.map((merchantId) => ({ ...said, merchantId })),
      at,
    );
  });
}

async function knownMerchants(db: Db): Promise<string[]> {
  const found = await Promise.all(
    SANDBOX_MERCHANTS.map(({ clientId }) => findMerchantByClientId(db, clientId)),
  );
  return found.flatMap((row) => (row === null ? [] : [row.merchant_id]));
}
