// Why an exception may not be resolved in some way: the closed list of reasons, each with its sentence for people.

export const WHY_NOT = {
  resolved_already: 'one of the exceptions is resolved already',
  two_banks: 'the exceptions are of two banks',
  explains_itself: 'an exception does not explain itself',
  other_by_itself:
    'another exception is about a payment or refund of its own: resolve that by itself',
  no_such_difference: 'there is no such other exception',
  no_line: 'there is no line to match it with',
  name_subject: 'name the payment, refund or payout that the line is',
  name_line: 'name the exception of the line by which it was corrected or went back',
  line_shows_it: 'a line of the bank shows it',
  by_itself: 'a later line of the bank ends it by itself: no other one does',
  other_amount: 'a line of the bank shows it with another amount: resolve that one',
  other_kind: 'it is about something else than that',
  nothing_explains_it: 'nothing else explains what never was',
  not_missing: 'it is not missing any more',
  seen_already: 'it has not succeeded, or a line has shown it already',
  refunds_first: 'money of it went back, or is on its way: its refunds come to their end first',
  name_return:
    'its return to the customer is missing at the bank too: name that exception, since the bank has moved both or neither',
  name_payout_return:
    'it has come back by its report, and that is missing at the bank too: name that exception, since the bank has moved both or neither',
  return_to_come:
    'it has come back by its report, and its return is yet to be looked for on the statements',
  with_its_payout:
    'it ends together with the exception of its payout: resolve that one, and name this with it',
  owed_already: 'it has come back by its report: all of it is owed again already',
  was_returned: 'the bank has shown its return to the customer: only we can bear it',
  by_a_line_only: 'the customer is owed this money: only a line of the bank ends it',
  left_over: 'it does not come to nothing: money is left over',
  nothing_lost: 'nothing is lost by it: money that is left over goes back to the bank',
  nothing_borne: 'no loss of it was borne, or the line brings nothing',
  too_much: 'the bank has paid out more than was ordered',
  owed_too:
    'it is still owed to its bank account, and would be paid to it twice: it is booked to that account',
  part_of_it: 'the line shows the payout itself, with another amount',
  own_decision: 'nobody decides what they asked for',
} as const;
export type WhyNot = keyof typeof WHY_NOT;

/** A no, with the rupiah that are left over where that is why. */
export interface Refused {
  refused: WhyNot;
  leftOver?: bigint;
}

/** The sentence of a no. */
export function whyNotWords({ refused, leftOver }: Refused): string {
  return leftOver === undefined
    ? WHY_NOT[refused]
    : `it does not come to nothing: ${leftOver} rupiah are left over`;
}
