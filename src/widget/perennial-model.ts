import { house } from 'virtual:widget-house';
import { PerennialModel } from './element.ts';

export { PerennialModel };

// Loaded in a page it defines the element, or brings its house to the one that another file has defined; loaded as a worker's own
// file it is the house.
if (globalThis.customElements) {
  const tag = 'perennial-model';
  if (!customElements.get(tag)) customElements.define(tag, PerennialModel);
  (customElements.get(tag) as typeof PerennialModel).bringers.take({ house, url: import.meta.url });
} else globalThis.onmessage = ({ data }: MessageEvent<MessagePort>) => house(data);
