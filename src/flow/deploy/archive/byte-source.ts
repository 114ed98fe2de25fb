/** Bytes that are read piece by piece, wherever they rest: a file of any size is never held whole. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `start` up to `end`, in a buffer of their own; fewer where the source ends before. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Takes pieces of a file, one after another. */
export type ByteSink = (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>;

export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
