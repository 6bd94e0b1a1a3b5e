// What an operator asked for cannot be done; the message says why and is written for them.

export class NotDone extends Error {
  override name = 'NotDone';
}
