// A bank and a day as an operator types them.
import { BANK_SLUGS } from '../banks/registry.ts';
import { isDay } from '../settlement/calendar.ts';
import { EXIT, Ended } from './exit.ts';

/** Ends the command when there is no such bank. */
export function mustBeBank(bank: string): void {
  if (BANK_SLUGS.includes(bank)) return;
  throw new Ended(EXIT.usage, `there is no bank ${bank}: it is one of ${BANK_SLUGS.join(', ')}`);
}

/** A day; ends the command when it is none. */
export function readDay(text: string): string {
  if (isDay(text)) return text;
  throw new Ended(EXIT.usage, `${text} is no day: write it as 2026-11-25`);
}
