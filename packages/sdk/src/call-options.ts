// What every call may be told beside its input.

/** What every method takes beside its input. */
export interface CallOptions {
  /**
   * The Request-Id; drawn when absent. The gateway does a call once per Request-Id: draw and store
   * one before the first try, and a repeat after a crash gives the first result. A refusal at the door
   * (too many calls, a wrong key) then leaves `outcomeUnknown`: an earlier call may have been done.
   */
  requestId?: string | undefined;
  /** Gives the call up. What the gateway does with it by then stays unknown. */
  signal?: AbortSignal | undefined;
  /** How long one try may take, in milliseconds; the client's own setting when absent. */
  timeoutMs?: number | undefined;
}
