// The numbers of PKWARE's APPNOTE 6.3 that a ZIP of stored entries needs.

export const SIGNATURES = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  zip64End: 0x06064b50,
  locator: 0x07064b50,
} as const;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const ZIP64_END_BYTES = 56;
export const LOCATOR_BYTES = 20;
/** Only where an entry begins is ever told by it: no part is of 4 GB. */
export const ZIP64_EXTRA = { id: 1, bytes: 12 } as const;

/** What stands in a field of 16 or 32 bits whose true value is in the Zip64 records. */
export const MOST_16 = 0xffff;
export const MOST_32 = 0xffffffff;

export const VERSION_PLAIN = 20;
export const VERSION_ZIP64 = 45;
export const UTF8_NAMES = 0x0800;
/** 1 January 1980, 0:00, the first moment that a ZIP can name: date above, time below. */
export const MIDNIGHT = 0x00210000;
