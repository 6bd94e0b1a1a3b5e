// The person behind a token or a payment, as the merchant describes them. Personal data: sealed wherever it rests.

export interface Customer {
  id: string;
  name?: string;
  email?: string;
  phone?: string;
  address?: string;
  country?: string;
  idCard?: string;
  dateOfBirth?: string;
  additionalInfo?: string;
}
