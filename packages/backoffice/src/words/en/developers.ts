// Words of the area developers, in English.
export const developers = {
  title: 'Developers',
  keys: 'Keys',
  keys_lead:
    'Your server signs every call with a Secret Key. The key itself is shown once, when it is made.',
  client_id: 'Client-Id',
  client_id_why: 'Names you in every call. It is no secret.',
  secret_key: 'Secret Key',
  key: 'Key',
  state: 'State',
  from: 'Valid from',
  until: 'Valid until',
  until_open: 'no end',
  used: 'Last used',
  used_never: 'never',
  used_about: 'to the minute, within a few minutes',
  rotate: 'New key',
  rotate_title: 'A new Secret Key',
  rotate_why:
    'The new key works at once, beside the old one. The old one ends after the overlap, so that you can change your servers without refusing a call.',
  overlap: 'The old key stays valid for',
  overlaps: {
    h0: 'not at all: it ends at once',
    h1: '1 hour',
    h24: '24 hours',
    h72: '3 days',
    h168: '7 days',
    h720: '30 days',
  },
  overlap_none_why:
    'Calls that are signed with the old key are refused from this moment on. Choose this only when the key has leaked.',
  rotate_do: 'Make the key',
  rotate_waits:
    'A new key needs the approval of a second person. Once it is approved, you collect the key here; nobody else can.',
  made: 'Your new Secret Key',
  made_until: 'The old key works until',
  collect: 'A new key is approved and waits for you',
  collect_why: 'It is made when you collect it, and shown to you alone.',
  collect_do: 'Collect it',
  waiting: 'A new key waits for approval.',
  end: 'End now',
  end_title: 'End this key now?',
  end_why:
    'Calls that are signed with it are refused from this moment on. This cannot be taken back.',
  end_used: 'It was last used {{when}}. Something still signs with it.',
  ended: 'The key has ended.',
  signature: 'Signature',
  signature_lead:
    'Paste a request as your program sent it. You see the string that had to be signed, line by line, and where yours begins to differ.',
  raw: 'Paste a request',
  fields: 'Fill in fields',
  raw_label: 'The request: its first line, its headers and its body, or a curl command',
  raw_hint: 'Nothing of it is kept.',
  raw_unreadable:
    'This does not look like a request. Its first line should be like POST /cimb-direct-debit/v1/payment HTTP/1.1.',
  read: 'Read it',
  example: 'Show an example',
  method: 'Method',
  target: 'Request-Target',
  target_hint: 'The path as it was called',
  request_id: 'Request-Id',
  timestamp: 'Request-Timestamp',
  given: 'Signature',
  body: 'Body',
  body_hint: 'Byte for byte, as it was sent. One space more makes another digest.',
  signed: 'The string that your program signed (optional)',
  signed_hint: 'If your program can print it, the first differing line can be shown.',
  check: 'Check',
  right: 'The signature is right.',
  right_key: 'It was made with the key',
  wrong: 'The signature is not right.',
  odd: 'The signature fits, but the gateway would refuse this call.',
  string: 'The string to sign',
  line: 'Line',
  expected: 'expected',
  yours: 'yours',
  differs_first: 'The first line that differs',
  nothing_there: 'nothing',
  no_final: 'There is no line break after the last line.',
  digest: 'Digest of the body',
  findings: 'What is wrong',
  begin_here: 'Begin here',
  result_none: 'Nothing checked yet',
  result_none_why:
    'The result appears here: the string to sign, what is wrong, and what to do about it.',
  found: {
    client_id_missing: {
      what: 'The header Client-Id is missing.',
      todo: 'Send your Client-Id in every call; it stands on the page Keys.',
    },
    request_id_missing: {
      what: 'The header Request-Id is missing.',
      todo: 'Send a new id with every new call, at most 128 letters.',
    },
    timestamp_missing: {
      what: 'The header Request-Timestamp is missing.',
      todo: 'Send the time of the call in UTC, such as 2026-01-15T09:30:00Z.',
    },
    signature_missing: {
      what: 'The header Signature is missing.',
      todo: 'Send HMACSHA256= followed by the signature in Base64.',
    },
    client_id_case: {
      what: 'The Client-Id differs in upper and lower case.',
      todo: 'Write it exactly as it stands on the page Keys.',
    },
    client_id_other: {
      what: 'This is the Client-Id of somebody else.',
      todo: 'Use the one that stands on the page Keys, and the key that belongs to it. Sandbox and production have different ones.',
    },
    client_id_malformed: {
      what: 'This is no Client-Id.',
      todo: 'Copy it from the page Keys, without quotes or spaces.',
    },
    request_id_malformed: {
      what: 'The Request-Id has letters that are not allowed, or too many.',
      todo: 'Use 1 to 128 visible ASCII letters; a UUID is a good choice.',
    },
    timestamp_malformed: {
      what: 'The time is not written as it must be.',
      todo: 'Write it in UTC, to the second, with a Z at the end: 2026-01-15T09:30:00Z.',
    },
    timestamp_skew: {
      what: 'The time is too far from now.',
      todo: 'It may differ by an hour. Take the time when you send, not when you queue, and check the clock of the server.',
    },
    target_malformed: {
      what: 'The Request-Target does not begin with a slash.',
      todo: 'Sign the path alone, such as /cimb-direct-debit/v1/payment.',
    },
    query_not_allowed: {
      what: 'The path has a query.',
      todo: 'Leave the query away; no call of this API takes one.',
    },
    body_missing: {
      what: 'The call has no body.',
      todo: 'A POST needs its JSON body, and the digest of exactly that body.',
    },
    body_of_get: {
      what: 'A GET was sent with a body.',
      todo: 'Send GET without a body, and sign without the line Digest.',
    },
    key_ended: {
      what: 'The signature is right, but for a key that has ended.',
      todo: 'Use the newest key. A key ends when its overlap after a rotation is over.',
    },
    no_valid_key: { what: 'You have no valid key.', todo: 'Make a new one on the page Keys.' },
    signature_form: {
      what: 'The header Signature is not written as it must be.',
      todo: 'Write HMACSHA256= and the 32 bytes of the HMAC in Base64, which are 44 letters with an = at the end.',
    },
    signature_hex: {
      what: 'The signature is in hexadecimal.',
      todo: 'Encode the bytes of the HMAC in Base64, not in hexadecimal.',
    },
    signature_base64url: {
      what: 'The signature is in the URL form of Base64.',
      todo: 'Use standard Base64 with + and /, and keep the = at the end.',
    },
    signature_prefix: {
      what: 'The beginning of the header is not HMACSHA256=.',
      todo: 'Write it in capital letters, without a hyphen or a space.',
    },
    key_of_another: {
      what: 'It was signed with another secret of yours.',
      todo: 'Sign with the Secret Key of this page, not with the Key or Secret of the bank, nor with the Client-Id.',
    },
    key_decoded: {
      what: 'The Secret Key was decoded before it was used.',
      todo: 'Use the letters of the Secret Key as they are, as UTF-8 bytes. It is not Base64.',
    },
    key_whitespace: {
      what: 'The Secret Key had white space around it.',
      todo: 'Cut spaces and line breaks away when you read it from a file or a setting.',
    },
    mac_other: { what: 'It was made with another algorithm.', todo: 'Use HMAC with SHA-256.' },
    key_or_mac_other: {
      what: 'Your string is right, so the key or the algorithm is not.',
      todo: 'Check that it is the newest Secret Key, whole, and HMAC with SHA-256.',
    },
    value_changed: {
      what: 'A signed value is not the one that was sent.',
      todo: 'Make id and time once for each call, and use the same for the signature and for the headers.',
    },
    timestamp_line: {
      what: 'The line of the time is not written as it must be.',
      todo: 'Write Request-Timestamp: and the value of the header.',
    },
    timestamp_milliseconds: {
      what: 'Another time was signed than was sent: one has milliseconds.',
      todo: 'Write it once, to the second, and use the same text for the signature and for the header.',
    },
    timestamp_offset: {
      what: 'The signed time has an offset instead of Z.',
      todo: 'Write it in UTC with a Z, and use the same text for the signature and for the header.',
    },
    ids_swapped: {
      what: 'Client-Id and Request-Id are swapped.',
      todo: 'Client-Id comes first, then Request-Id.',
    },
    lines_order: {
      what: 'The lines are in another order.',
      todo: 'Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest.',
    },
    line_missing: { what: 'A line is missing.', todo: 'A POST has five lines, a GET four.' },
    line_unknown: {
      what: 'There is a line too many.',
      todo: 'A POST has five lines, a GET four. Nothing else is signed.',
    },
    line_names: {
      what: 'A line has another name.',
      todo: 'Write the names exactly: Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest.',
    },
    line_names_left_out: {
      what: 'The values were signed without their names.',
      todo: 'Each line is its name, a colon and the value, without a space between.',
    },
    line_client_id: {
      what: 'The line Client-Id differs.',
      todo: 'Sign the same Client-Id that you send.',
    },
    line_request_id: {
      what: 'The line Request-Id differs.',
      todo: 'Make the id once, and use the same for the signature and for the header.',
    },
    line_timestamp: {
      what: 'The line Request-Timestamp differs.',
      todo: 'Make the time once, and use the same text for the signature and for the header.',
    },
    line_target: {
      what: 'The line Request-Target differs.',
      todo: 'Sign the path as it is called, from its first slash, without host and query.',
    },
    line_digest: {
      what: 'The line Digest differs.',
      todo: 'Take the SHA-256 of the very bytes that you send, in Base64.',
    },
    line_differs: {
      what: 'A line differs.',
      todo: 'Compare it letter by letter with the one that was expected.',
    },
    string_line_ends: { what: 'The lines end with \\r\\n.', todo: 'Join them with \\n alone.' },
    string_newline: {
      what: 'There is a line break too many or too few.',
      todo: 'Lines are joined with \\n, and there is none after the last.',
    },
    string_spaces: {
      what: 'There are spaces between name and value.',
      todo: 'Write the colon and then the value at once.',
    },
    target_case: { what: 'The path was signed in another case.', todo: 'Sign it as it is called.' },
    target_encoded: {
      what: 'The path was signed in an encoded form.',
      todo: 'Sign it exactly as it stands in the first line of the request.',
    },
    target_slash: {
      what: 'The path has a slash too many or too few.',
      todo: 'It begins with one slash and ends as it was called.',
    },
    target_with_host: {
      what: 'The whole address was signed.',
      todo: 'Sign the path alone, without https and host.',
    },
    target_with_method: {
      what: 'The method was signed with the path.',
      todo: 'Sign the path alone, without POST or GET.',
    },
    target_with_query: {
      what: 'The query was signed with the path.',
      todo: 'Sign the path alone.',
    },
    digest_missing: {
      what: 'The line Digest is missing.',
      todo: 'A POST needs it: the SHA-256 of the body in Base64.',
    },
    digest_of_a_get: {
      what: 'A GET was signed with a digest.',
      todo: 'A GET has no body and no line Digest.',
    },
    digest_hex: {
      what: 'The digest is in hexadecimal.',
      todo: 'Encode the 32 bytes of the SHA-256 in Base64.',
    },
    digest_base64url: {
      what: 'The digest is in the URL form of Base64.',
      todo: 'Use standard Base64 with + and /, and keep the = at the end.',
    },
    digest_prefixed: {
      what: 'The digest has a prefix.',
      todo: 'Write the Base64 alone, without SHA-256=.',
    },
    digest_not_hashed: {
      what: 'The body was encoded without being hashed.',
      todo: 'First SHA-256, then Base64 of its 32 bytes.',
    },
    digest_other_hash: { what: 'The digest is another hash.', todo: 'Use SHA-256.' },
    body_bytes: {
      what: 'The digest is of the body in another encoding.',
      todo: 'Encode the body as UTF-8 once, and use the same bytes for the digest and for the call.',
    },
    body_empty: {
      what: 'The digest is of an empty body.',
      todo: 'Take it after the body has been written, of what is sent.',
    },
    body_minified: {
      what: 'The digest is of the body without white space.',
      todo: 'Make the JSON once, and use the same text for the digest and for the call.',
    },
    body_newline: {
      what: 'The digest is of the body with or without a line break at its end.',
      todo: 'Use the same bytes for the digest and for the call.',
    },
    body_reformatted: {
      what: 'The digest is of the same JSON, written in another way.',
      todo: 'Make the JSON once. A library that writes it again may change spaces, order or escapes.',
    },
    unexplained: {
      what: 'None of the usual mistakes explains this signature.',
      todo: 'Paste the string that your program signed: then the first differing line can be shown. Otherwise check that it is the newest Secret Key.',
    },
  },
} as const;
