import { expectTypeOf, test } from 'vitest';
import type { PerennialModel as Element } from '../../src/widget/element.ts';
import type { PerennialModel as Public } from '../../src/widget/public.d.ts';
import type { PerennialModelEvents as ElementEvents } from '../../src/widget/events.ts';
import type { PerennialModelEvents as PublicEvents } from '../../src/widget/public.d.ts';

type Callbacks = 'connectedCallback' | 'disconnectedCallback' | 'attributeChangedCallback';
type Own<T> = Omit<T, keyof HTMLElement | Callbacks>;

// Checked by the compiler: the types that are given away are the element's own, no more and no less.
test('the types beside the module are those of the element', () => {
  expectTypeOf<keyof Own<Public>>().toEqualTypeOf<keyof Own<Element>>();
  expectTypeOf<Own<Element>>().toExtend<Own<Public>>();
  expectTypeOf<Own<Public>>().toExtend<Own<Omit<Element, 'addEventListener'>>>();
  expectTypeOf<ElementEvents>().toExtend<PublicEvents>();
  expectTypeOf<Omit<PublicEvents, 'error'>>().toExtend<Omit<ElementEvents, 'error'>>();
});
