/** The SHA-256 of a blob, as 64 hexadecimal digits: its address in the store. */
export type Hash = string;

/** A ULID: sorts by the time of its making. */
export type Id = string;
