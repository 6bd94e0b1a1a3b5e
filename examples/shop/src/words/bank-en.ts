// The control panel in English: for each mood what will happen, and what a good merchant does.

type Mood = { title: string; happens: string; good: string };

export const bankEn = {
  bankTitle: 'The bank’s moods',
  bankLead:
    'Make the simulated bank misbehave, then buy something and see what this shop makes of it.',
  bankAway: 'The simulated bank cannot be reached right now.',
  willHappen: 'What happens',
  goodMerchant: 'A good merchant',
  moodsTitle: 'Accounts with a mood',
  moodsLead:
    'Link one at once (the shop does for you what you would do on the bank’s page) and pay with it.',
  moodLink: 'Link at once',
  moodLinkNamed: (title: string) => `Link at once: ${title}`,
  moodLinked: (title: string) => `Linked: ${title}. Choose it at the checkout.`,
  moodNotLinked: 'The bank refused to link this account, as it was told to.',
  faultsTitle: 'A fault for the next call',
  faultsLead:
    'It hits the next call of that kind, from whatever account, and then the bank behaves again.',
  faultSet: 'Set it',
  faultSetNamed: (title: string) => `Set it: ${title}`,
  faultIsSet: (title: string) => `Set: ${title}.`,
  faultsNow: 'In force now',
  faultsNone: 'No fault is in force: the bank behaves.',
  faultsClear: 'Call them all off',
  faultsCleared: 'The bank behaves again.',
  clockTitle: 'The clock',
  clockLead: 'Moves the time of bank and gateway ahead; it never goes back.',
  clockAhead: (s: number) => (s === 0 ? 'The clock is right.' : `The clock is ${s} seconds ahead.`),
  clockMoved: 'The clock was moved.',
  clockMove: 'Move it',
  clockMoveNamed: (title: string) => `Move it: ${title}`,
  moods: {
    normal: {
      title: 'Ordinary',
      happens: 'The bank asks for a code and pays.',
      good: 'shows the order as paid when the notification says so.',
    },
    insufficient: {
      title: 'Not enough money',
      happens: 'The bank declines at once.',
      good: 'says why, takes nothing, and lets the customer pay from another account.',
    },
    no_code: {
      title: 'Pays without a code',
      happens: 'The money moves at once; no code is asked for.',
      good: 'is ready for a payment that skips the code.',
    },
    timeout_debited: {
      title: 'Times out, has debited',
      happens: 'The bank’s answer is lost, but the money has moved.',
      good: 'never says “failed”: it waits, and hears of the payment a few seconds later.',
    },
    timeout_not_debited: {
      title: 'Times out, has not debited',
      happens: 'The bank’s answer is lost, and no money has moved.',
      good: 'waits as well: nobody can tell it from the one above until the bank is asked.',
    },
    slow: {
      title: 'Slow',
      happens: 'The bank takes five seconds to answer.',
      good: 'has a time-out that is longer than the gateway’s, and sends nothing twice.',
    },
    blocked: {
      title: 'Blocked',
      happens: 'The account may be linked but not pay.',
      good: 'tells the customer to talk to the bank.',
    },
    no_refund: {
      title: 'Refunds refused',
      happens: 'Payments work, giving back does not.',
      good: 'keeps the order paid and gives the money back some other way.',
    },
    no_unlink: {
      title: 'Unlinking refused',
      happens: 'Payments work, the bank will not let the account go.',
      good: 'keeps showing the account, since it can still pay.',
    },
    no_registration: {
      title: 'Linking refused',
      happens: 'The bank does not let the account be linked.',
      good: 'leads the customer back, with nothing half done.',
    },
    callback_twice: {
      title: 'Calls back twice',
      happens: 'The bank reports the payment twice, before its own answer.',
      good: 'notices nothing: the gateway notifies once.',
    },
  } satisfies Record<string, Mood>,
  faults: {
    code_lost: {
      title: 'Answer to the code is lost, money moved',
      happens: 'You give the code, the bank debits, its answer never arrives.',
      good: 'says “we have not heard back”, and turns the order paid when the news comes.',
    },
    code_not_taken: {
      title: 'Answer to the code is lost, no money moved',
      happens: 'You give the code, the bank does nothing and does not answer.',
      good: 'waits for the gateway, which asks the bank until it knows.',
    },
    news_late: {
      title: 'The bank takes its time',
      happens: 'After the code the bank says “in progress” for twenty seconds.',
      good: 'lets the customer leave the page; the order turns paid anyway.',
    },
    pay_garbage: {
      title: 'The bank answers with a web page',
      happens: 'Instead of an answer to the payment an error page comes from some proxy.',
      good: 'believes neither yes nor no before the bank has been asked.',
    },
    pay_slow: {
      title: 'Six seconds of silence',
      happens: 'The next payment takes six seconds to begin.',
      good: 'keeps the button from being pressed twice; even if it is, one order is made once.',
    },
    refund_lost: {
      title: 'Answer to a refund is lost',
      happens: 'The bank gives the money back, its answer never arrives.',
      good: 'shows the refund as asked, and does not ask for a second one.',
    },
    bind_refused: {
      title: 'Linking fails once',
      happens: 'The next linking is refused.',
      good: 'leads the customer back and lets them try again.',
    },
  } satisfies Record<string, Mood>,
  steps: {
    resend: {
      title: '31 seconds',
      happens: 'The pause before a new code is over.',
      good: 'offers the button again.',
    },
    code_dies: {
      title: '5 minutes',
      happens: 'Codes that were sent run out; their payments expire.',
      good: 'says so, and lets the customer order anew.',
    },
    quarter: {
      title: '20 minutes',
      happens: 'The gateway has asked the bank often enough; what can be known is known.',
      good: 'has every order at its end, without anybody’s help.',
    },
    day: {
      title: 'One day',
      happens: 'It is tomorrow.',
      good: 'compares its orders with the bank’s statement.',
    },
  } satisfies Record<string, Mood>,
};
