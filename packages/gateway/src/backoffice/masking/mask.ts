// Personal data as it is shown to who may not see people: enough to recognise, too little to know.

/** `Budi Santoso` → `B*** S***`. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${firstOf(word)}***`)
    .join(' ');
}

/** `budi@gmail.com` → `b***@g***.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  const domain = email.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const end = dot < 1 ? '' : domain.slice(dot);
  return `${firstOf(email)}***@${firstOf(domain)}***${end}`;
}

/** The first character, whole. */
function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0x2a);
}

/** `+6281234567878` → `+62812*****78`: the first five digits and the last two. */
export function maskPhone(phone: string): string {
  const sign = phone.trim().startsWith('+') ? '+' : '';
  const digits = phone.replaceAll(/\D/g, '');
  if (digits.length < 9) return '***';
  return `${sign}${digits.slice(0, 5)}*****${digits.slice(-2)}`;
}

/** What is said about a person, key by key; the merchant's own id of them stays, everything unknown is covered. */
export function maskPerson(person: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(person)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]: [string, unknown]) => [key, maskField(key, value)]),
  );
}

function maskField(key: string, value: unknown): unknown {
  if (value === null || key === 'id') return value;
  if (typeof value !== 'string') return '***';
  if (/name$/i.test(key)) return maskName(value);
  if (/e_?mail$/i.test(key)) return maskEmail(value);
  if (/phone$/i.test(key)) return maskPhone(value);
  return '***';
}

/** What a merchant may have written anything into: its shape stays, its words are covered. */
export function maskFreely(value: unknown): unknown {
  if (typeof value === 'string') return '***';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(maskFreely);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskFreely(one)]));
}

/** The body of a notification with its people covered; what is no JSON object is covered whole. */
export function maskBody(body: string): string {
  const read = readObject(body);
  if (read === null) return '***';
  const masked = Object.fromEntries(
    Object.entries(read).map(([key, value]: [string, unknown]) => {
      if (key === 'customer' && typeof value === 'object' && value !== null) {
        return [key, maskPerson(value)];
      }
      return [key, key === 'additional_info' ? maskFreely(value) : maskReasons(value)];
    }),
  );
  return JSON.stringify(masked);
}

/** The reason of a refund is the merchant's free text about a person. */
function maskReasons(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('request_id' in value)) return value;
  return 'reason' in value ? { ...value, reason: '***' } : value;
}

function readObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
