import type { PartState, Tensor } from '../../../core/snapshot.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

/**
 * The classes that a model reckons with: those with which it began, and of those that appeared in mid-stream the ones of which a row came.
 */
export class OpenClasses {
  /** 0 or 1 */
  flags: Uint8Array<ArrayBuffer>; // (classes)

  constructor(classes: number) {
    this.flags = new Uint8Array(classes).fill(1);
  }

  get count(): number {
    let count = 0;
    for (const flag of this.flags) count += flag;
    return count;
  }

  /** @param isNew whether nothing was learnt yet: then all classes are there from the beginning. */
  grow(classes: number, isNew: boolean): void {
    const flags = new Uint8Array(classes).fill(isNew ? 1 : 0);
    flags.set(this.flags);
    this.flags = flags;
  }

  save(): Tensor {
    return { shape: [this.flags.length], data: this.flags.slice() };
  }

  /** Throws `snapshot-format` unless `saved` has so many flags under this name. */
  static load({ tensors }: PartState, name: string, classes: number): OpenClasses {
    const data = Object.hasOwn(tensors, name) ? tensors[name]?.data : undefined;
    if (!(data instanceof Uint8Array) || data.length !== classes || data.some((flag) => flag > 1))
      return refuseSnapshot('model', `"${name}" does not say which of ${classes} classes have come`);
    const open = new OpenClasses(classes);
    open.flags = data.slice();
    return open;
  }
}
