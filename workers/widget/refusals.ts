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

export function refused(code: string, message: string): PerennialError {
  return new PerennialError(code, message, { stage: 'learn' });
}
