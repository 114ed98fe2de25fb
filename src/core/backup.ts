/** What is known of the copy of all records that was taken before they were migrated. */
export interface BackupAbout {
  /** Of the database, before the migration. */
  readonly version: number;
  readonly takenAt: number;
  readonly projects: number;
  readonly records: number;
  /** Of the records as text, which is close to what they take. */
  readonly sizeBytes: number;
}

/** What came back of a copy. */
export interface Restored {
  readonly records: number;
  /** Tables and models whose bytes are gone since, by what they are called: they can be looked at, but not used. */
  readonly without: readonly string[];
  /** How many jobs that were cut off then cannot go on: what they had done is gone since. */
  readonly jobs: number;
}

/** The copy that is taken before a migration: one at most, which the next migration replaces. */
export interface Backup {
  /** Null where there is none. */
  describe(): Promise<BackupAbout | null>;
  /**
   * Puts the records of the copy in the place of those that are there, after the migrations that they lack: all of them, or,
   * when it fails, none. Throws `no-backup`, `busy` while another tab has the store open, `store-full` or `store-failed`.
   */
  restore(): Promise<Restored>;
  remove(): Promise<void>;
}
