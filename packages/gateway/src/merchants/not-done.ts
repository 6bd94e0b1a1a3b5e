// What an operator asked for cannot be done; the message says why and is written for them.

export class NotDone extends Error {
  override name = 'NotDone';
}

/** What it was decided upon is not so any more: somebody else was quicker. */
export class ChangedMeanwhile extends NotDone {
  override name = 'ChangedMeanwhile';
}
