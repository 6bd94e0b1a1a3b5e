// A customer in DOKU's words and in ours. Answers repeat what the request said, in the order of the guide's samples.
import type { PaymentRequest } from '@tarik/wire/doku/messages';
import type { Customer } from '../../base/customer.ts';

/** Reads a customer; what was not sent stays absent. */
export function readCustomer(words: PaymentRequest['customer']): Customer {
  return {
    id: words.id,
    ...present('name', words.name),
    ...present('email', words.email),
    ...present('phone', words.phone),
    ...present('address', words.address),
    ...present('country', words.country),
    ...present('idCard', words.id_card),
    ...present('dateOfBirth', words.date_of_birth),
    ...present('additionalInfo', words.additional_info),
  };
}

/** As payment answers tell it (DOKU guide 3). */
export function customerWords(customer: Customer): Record<string, string | undefined> {
  const { id, name, email, phone } = customer;
  return { id, name, email, phone, ...personWords(customer) };
}

/** As the answer to a registration tells it, id and name last (DOKU guide 1). */
export function registeredWords(customer: Customer): Record<string, string | undefined> {
  const { id, name, email, phone } = customer;
  return { email, phone, ...personWords(customer), id, name };
}

/** As lists, deletions and notifications tell it. */
export function namedCustomer(customer: { id: string; name?: string | undefined }): {
  id: string;
  name?: string | undefined;
} {
  return { id: customer.id, name: customer.name };
}

function personWords(customer: Customer): Record<string, string | undefined> {
  return {
    id_card: customer.idCard,
    country: customer.country,
    address: customer.address,
    date_of_birth: customer.dateOfBirth,
    additional_info: customer.additionalInfo,
  };
}

function present<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}
