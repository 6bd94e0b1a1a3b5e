// Words of the area tokens, in English.
export const tokens = {
  title: 'Tokens',
  changed: 'Last changed',
  token_id: 'Token id',
  token_word: 'Token, as the merchant knows it',
  payments_none: 'Nothing has been charged to this account yet.',
  empty: 'No tokens yet',
  empty_why:
    'A token is a customer’s bank account, bound once on the bank’s page. It appears here when your server asks for the first registration.',
  unbind: 'Unbind account',
  unbind_title: 'Unbind the account',
  unbind_what:
    'The account {{account}} is unbound at the bank and can no longer be charged by this token. The customer would have to register anew.',
  unbound: 'The account is unbound.',
  unbinding: 'The bank has been asked. This page says when the account is unbound.',
} as const;
