// The drives by name. Each is a short, always equal run over the real stage that provokes one kind of bug.

export const DRIVE_NAMES = [
  'plain payments',
  'twins',
  'codes',
  'expired codes',
  'refunds',
  'unclear answers',
  'lost answers',
  'silent book',
  'forgetful book',
  'slow debit',
  'late debit',
  'callbacks',
  'forged callbacks',
  'forged answers',
  'answers about others',
  'strangers',
  'failing receiver',
  'death after sending',
  'death before commit',
  'death after commit',
  'death while validating',
  'lost commit',
  'cancelled commit',
  'power cut',
  'bank days',
] as const;

export type DriveName = (typeof DRIVE_NAMES)[number];
