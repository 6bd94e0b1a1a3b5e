// A token with what was said about it, opened from its seal.
import type { Context } from '../context.ts';
import type { Token, TokenDetails, TokenView } from './token.ts';

type Doors = Pick<Context, 'sealer'>;

/** Opens the details of a token. */
export function viewOf(doors: Doors, token: Token): TokenView {
  const { merchantId, tokenId, sealedDetails } = token;
  return { token, details: openDetails(doors, merchantId, tokenId, sealedDetails) };
}

/** Opens the details of a token of which no more is at hand. */
export function openDetails(
  doors: Doors,
  merchantId: string,
  tokenId: string,
  sealedDetails: Buffer,
): TokenDetails {
  const text = doors.sealer.open(place(merchantId, tokenId), sealedDetails);
  return JSON.parse(text.toString()) as TokenDetails;
}

/** Seals details for a token's row. */
export function sealDetails(
  doors: Doors,
  merchantId: string,
  tokenId: string,
  details: TokenDetails,
): Buffer {
  return doors.sealer.seal(place(merchantId, tokenId), JSON.stringify(details));
}

function place(merchantId: string, row: string) {
  return { table: 'tokens', column: 'sealed_details', merchantId, row };
}
