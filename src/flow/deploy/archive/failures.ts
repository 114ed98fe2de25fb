import { PerennialError } from '../../../core/errors.ts';

/** `what` is part of a sentence: 'the part "recipes/1.json" is cut off'. */
export function archiveDamaged(what: string, cause?: unknown): PerennialError {
  return new PerennialError(
    'archive-damaged',
    `the file cannot be opened: ${what}; get another copy of it, nothing was changed here`,
    { stage: 'deploy', cause },
  );
}

export function archiveHostile(what: string, cause?: unknown): PerennialError {
  return new PerennialError(
    'archive-hostile',
    `the file was refused: ${what}; Perennial does not write such files, so it was changed or made by another program; nothing was changed here`,
    { stage: 'deploy', cause },
  );
}

export function archiveNewer(version: number, known: number): PerennialError {
  return new PerennialError(
    'archive-newer',
    `the file was made by a newer Perennial (its format is ${version}, this one reads up to ${known}): update Perennial and open it again`,
    { stage: 'deploy', details: { version, known } },
  );
}

/** `given` tells whether a passphrase was tried. */
export function archivePassphrase(given: boolean, what: string): PerennialError {
  return new PerennialError('archive-passphrase', what, {
    stage: 'deploy',
    details: { given: given ? 1 : 0 },
  });
}

/** The project that the file holds, or a part of it, is here already. */
export function archivePresent({ id, name }: { readonly id: string; readonly name: string }): PerennialError {
  return new PerennialError(
    'archive-present',
    `the project "${name}" of this file is here already: keep both, or leave it as it is`,
    { stage: 'deploy', details: { projectId: id, name } },
  );
}

/** Does the work, and names the part in whatever sentence it is refused with. */
export function inPart<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(path, error);
  }
}

/** An error that was thrown while a part was looked at, as a refusal that names the part. */
export function refusalOf(path: string, error: unknown): PerennialError {
  if (error instanceof PerennialError && (error.code.startsWith('archive-') || error.code === 'cancelled'))
    return error;
  const reason = error instanceof Error ? error.message : String(error);
  return archiveHostile(`in "${path}": ${reason}`, error);
}
