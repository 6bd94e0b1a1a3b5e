// The door through which payout files reach a bank and its reports come back, where there is one: in a sandbox. Elsewhere people
// carry the files.

export interface PayoutDoor {
  /**
   * Hands a file over. `taken`: the bank has it, now or from an earlier time. `refused`: it was not taken, and why.
   * `unclear`: nobody knows; the same file may be handed over again, which pays nothing twice.
   */
  send(
    bank: string,
    messageId: string,
    xml: string,
  ): Promise<{ kind: 'taken' } | { kind: 'refused'; reason: string } | { kind: 'unclear' }>;
  /** The bank's report about a file as it stands; null while there is none. */
  report(bank: string, messageId: string): Promise<string | null>;
}
