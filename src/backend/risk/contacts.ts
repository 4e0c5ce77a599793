import type { Customer } from '../../shared/domain/index.ts';
import type { Keys } from '../identity/index.ts';
import type { ContactTable, Queries, React, Work } from '../store/index.ts';

export type ContactKind = 'email' | 'phone' | 'device';

/** How many other customers of the tenant share a contact or device with one, and how many of them came within 24 hours. */
export interface Sharing {
  readonly sharing: number;
  readonly recent: number;
}

const dayMs = 24 * 3600 * 1000;

const normal = (kind: ContactKind, value: string): string =>
  kind === 'email' ? value.trim().toLowerCase() : value.replaceAll(/\s/g, '');

/** Contacts are compared, never read back: only a keyed hash of each is kept, so that the table says nothing to a thief. */
const hashed = (keys: Keys, tenantId: string, kind: ContactKind, value: string): string =>
  keys.derive('contact', tenantId, kind, normal(kind, value)).toString('hex');

/** Remembers that a customer was seen with a contact or device. */
export async function rememberContact(
  { db, tenantId, at }: Pick<Work, 'db' | 'tenantId' | 'at'>,
  keys: Keys,
  {
    customerId,
    kind,
    value,
  }: { readonly customerId: string; readonly kind: ContactKind; readonly value: string },
): Promise<void> {
  await db
    .insertInto('contact')
    .values({ tenantId, kind, valueHash: hashed(keys, tenantId, kind, value), customerId, at })
    .onConflict(conflict => conflict.columns(['tenantId', 'kind', 'valueHash', 'customerId']).doNothing())
    .execute();
}

/** Forgets a contact that a customer has no more: a mistyped number that was put right says nothing of anybody. */
async function forgetContact(
  { db, tenantId }: Pick<Work, 'db' | 'tenantId'>,
  { customerId, kind, valueHash }: Pick<ContactTable, 'customerId' | 'kind' | 'valueHash'>,
): Promise<void> {
  await db
    .deleteFrom('contact')
    .where('tenantId', '=', tenantId)
    .where('kind', '=', kind)
    .where('valueHash', '=', valueHash)
    .where('customerId', '=', customerId)
    .execute();
}

const contactFields = ['email', 'phone'] as const;

/** Remembers the contacts of customers that an earlier version remembered nothing of, as of when they were created. */
export async function rememberEarlier(
  { db, tenantId }: Pick<Work, 'db' | 'tenantId'>,
  keys: Keys,
  customers: readonly Customer[],
): Promise<void> {
  const rows = customers.flatMap(({ id: customerId, createdAt, fields }) =>
    contactFields.flatMap((kind): readonly ContactTable[] => {
      const value = fields[kind]?.value;
      const at = Date.parse(createdAt);
      return value
        ? [{ tenantId, kind, valueHash: hashed(keys, tenantId, kind, value), customerId, at }]
        : [];
    }),
  );
  if (rows.length === 0) return;
  await db
    .insertInto('contact')
    .values(rows)
    .onConflict(conflict => conflict.columns(['tenantId', 'kind', 'valueHash', 'customerId']).doNothing())
    .execute();
}

/** Remembers the e-mail addresses and telephone numbers that customers have, and forgets those that they had. */
export const reactWithContacts =
  (keys: Keys): React =>
  async (work, steps) => {
    const { tenantId, at } = work;
    const fresh: ContactTable[] = [];
    for (const { before, after } of steps) {
      const customerId = after.id;
      for (const kind of contactFields) {
        const hashOf = (value: string | null | undefined): string | undefined =>
          value ? hashed(keys, tenantId, kind, value) : undefined;
        const value = after.fields[kind]?.value;
        const earlier = before?.fields[kind]?.value;
        if (value === earlier) continue;
        const [valueHash, old] = [hashOf(value), hashOf(earlier)];
        if (valueHash === old) continue;
        if (old !== undefined) await forgetContact(work, { customerId, kind, valueHash: old });
        if (!value || valueHash === undefined) continue;
        // A customer who is made now was seen with nothing before.
        if (before) await rememberContact(work, keys, { customerId, kind, value });
        else fresh.push({ tenantId, kind, valueHash, customerId, at });
      }
    }
    await work.insertRows('contact', fresh);
  };

/** What a customer's present contacts and devices share with others. */
export async function sharingOf(
  db: Queries,
  tenantId: string,
  keys: Keys,
  customer: Customer,
): Promise<Sharing> {
  const present = contactFields.flatMap(kind => {
    const value = customer.fields[kind]?.value;
    return value ? [hashed(keys, tenantId, kind, value)] : [];
  });
  const devices = await db
    .selectFrom('contact')
    .select('valueHash')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customer.id)
    .where('kind', '=', 'device')
    .execute();
  const hashes = [...present, ...devices.map(({ valueHash }) => valueHash)];
  if (hashes.length === 0) return { sharing: 0, recent: 0 };
  const others = await db
    .selectFrom('contact')
    .innerJoin('customer', join =>
      join
        .onRef('customer.tenantId', '=', 'contact.tenantId')
        .onRef('customer.id', '=', 'contact.customerId'),
    )
    .select(['customer.id', 'customer.createdAt'])
    .distinct()
    .where('contact.tenantId', '=', tenantId)
    .where('contact.valueHash', 'in', hashes)
    .where('contact.customerId', '!=', customer.id)
    .execute();
  const created = Date.parse(customer.createdAt);
  const recent = others.filter(({ createdAt }) => Math.abs(createdAt - created) <= dayMs);
  return { sharing: others.length, recent: recent.length };
}
