// What the floor above knows and the sign-in page shows.

export interface DoorWords {
  /** Of the gateway. */
  version: string;
  /** Ready-made people, shown by a sandbox alone. */
  sandboxPeople: readonly { email: string; password: string; role: string; of: string }[];
}
