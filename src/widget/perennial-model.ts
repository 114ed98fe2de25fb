import { house } from 'virtual:widget-house';
import { PerennialModel } from './element.ts';

export { PerennialModel };

// Loaded in a page it defines the element; loaded as a worker's own file it is the house.
if (globalThis.customElements) {
  if (!customElements.get('perennial-model')) customElements.define('perennial-model', PerennialModel);
} else globalThis.onmessage = ({ data }: MessageEvent<MessagePort>) => house(data);
