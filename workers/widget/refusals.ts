import { PerennialError } from '../../src/core/errors.ts';
import { LABEL_ORIGINS, type LabelOrigin } from '../../src/core/feedback.ts';

/** Throws `feedback`. */
export function requireOrigin(origin: LabelOrigin): void {
  if (!LABEL_ORIGINS.includes(origin))
    throw refused(
      'feedback',
      `"${String(origin)}" is no origin of a label; choose ${LABEL_ORIGINS.join(', ')}`,
    );
}

/** Throws `insecure` where nothing can be hashed. */
export function requireSecure(): void {
  if (!globalThis.crypto.subtle)
    throw refused(
      'insecure',
      'a page that is not secure cannot check a model: open it over https, or from localhost',
    );
}

export function refused(code: string, message: string): PerennialError {
  return new PerennialError(code, message, { stage: 'learn' });
}
