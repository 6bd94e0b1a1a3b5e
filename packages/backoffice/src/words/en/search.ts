// Words of the area search, in English.
export const search = {
  title: 'Search',
  lead: 'Finds whatever has exactly this reference.',
  box: 'Invoice, id, reference, phone',
  go: 'Search',
  begin: 'Search for a reference',
  begin_why:
    'An invoice number, a Request-Id, any id, a reference of the bank, a customer’s id, or a phone number.',
  none: 'Nothing has exactly this reference',
  none_why:
    'References are compared whole. Check that none of it is missing, or look for another one.',
  none_short: 'Nothing has exactly this reference.',
  found_by: 'Found by its {{by}}',
  by: {
    invoice_number: 'invoice number',
    request_id: 'Request-Id',
    id: 'id',
    bank_reference: 'bank reference',
    customer_id: 'customer id',
    phone: 'phone number',
  },
  kinds: {
    payments: 'Payments',
    refunds: 'Refunds',
    tokens: 'Tokens',
    notifications: 'Notifications',
    requests: 'API requests',
  },
} as const;
