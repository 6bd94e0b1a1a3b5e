// One try of one call as an observer sees it: what was sent, what was signed, what came back.

export interface Exchange {
  method: 'GET' | 'POST';
  /** The path that was called, which is what is signed. */
  path: string;
  requestId: string;
  /** 1 for the first try. */
  attempt: number;
  /** The headers that were sent. */
  requestHeaders: Readonly<Record<string, string>>;
  /** The body that was sent; '' for a GET. An OTP in it is replaced by asterisks. */
  requestBody: string;
  /**
   * The lines whose signature was sent. The digest is that of the true body: where that holds an
   * OTP, six digits can be found from it, so show these lines to developers and keep them out of logs.
   */
  stringToSign: string;
  /** When it was sent, milliseconds since the epoch. */
  sentAt: number;
  durationMs: number;
  /** What came back; absent where nothing did. */
  answer?: {
    status: number;
    headers: Readonly<Record<string, string>>;
    body: string;
    /** The lines whose signature the answer should bear. */
    stringToSign: string;
    /** `absent` where the answer bears no signature. */
    signature: 'right' | 'wrong' | 'absent';
  };
  /** Why nothing came back. */
  failure?: string;
}
