/** What the browser hands to an installed app: the files with which it was opened. */
export interface LaunchQueue {
  setConsumer(
    consumer: (launch: { readonly files?: readonly Pick<FileSystemFileHandle, 'getFile'>[] }) => void,
  ): void;
}

export interface LaunchedFiles {
  /** A table: .csv or .tsv. */
  readonly table: (file: File) => void;
  /** A project or a model: .perennial. */
  readonly archive: (file: File) => void;
  /** Called for a file that cannot be read any more, with why. */
  readonly failed: (reason: string) => void;
}

/** Takes the files with which the app is opened, now and later. Does nothing where the browser cannot install apps. */
export function takeLaunchedFiles(queue: LaunchQueue | undefined, take: LaunchedFiles): void {
  queue?.setConsumer(({ files = [] }) => {
    for (const handle of files)
      void handle.getFile().then(
        (file) => (file.name.toLowerCase().endsWith('.perennial') ? take.archive(file) : take.table(file)),
        (error: unknown) => take.failed(error instanceof Error ? error.message : String(error)),
      );
  });
}
