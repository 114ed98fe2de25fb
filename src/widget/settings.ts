import type { WidgetSettings } from '../../workers/widget/contract.ts';

/** The attributes that the element looks at; README.md says what each means. */
export const ATTRIBUTES = [
  'src',
  'name',
  'learn',
  'batch',
  'audit-rate',
  'memory-rows',
  'storage-limit',
  'worker-src',
  'headless',
  'lang',
] as const;

/** These need no other model, and none that is opened anew. */
export const LIGHT: ReadonlySet<string> = new Set([
  'headless',
  'lang',
  'learn',
  'batch',
  'audit-rate',
  'memory-rows',
  'storage-limit',
]);

/** Labels at once: enough to judge by a fifth of them, few enough that drift is followed soon. */
const BATCH = 50;
/** Twenty batches. */
const MEMORY_ROWS = 1000;
const STORAGE_LIMIT = 10_000_000;

/** What the attributes say; what is no number in its range counts as not said. */
export function settingsOf(element: Element): WidgetSettings {
  const number = (attribute: string, otherwise: number, least: number, most = Infinity): number => {
    const text = element.getAttribute(attribute);
    const value = text === null || text.trim() === '' ? NaN : Number(text);
    return value >= least && value <= most ? value : otherwise;
  };
  const learn = element.getAttribute('learn');
  return {
    name: element.getAttribute('name') || nameOf(element.getAttribute('src')),
    learn: learn === 'call' || learn === 'off' ? learn : 'auto',
    batch: Math.round(number('batch', BATCH, 10)),
    auditRate: number('audit-rate', 0, 0, 1),
    memoryRows: Math.round(number('memory-rows', MEMORY_ROWS, 10)),
    storageLimit: number('storage-limit', STORAGE_LIMIT, 0),
  };
}

/** The model's address without its query; the page's, where the model stands in the page itself. */
function nameOf(src: string | null): string {
  const { protocol, origin, pathname } = new URL(src ?? '', document.baseURI);
  return src !== null && protocol.startsWith('http') ? origin + pathname : location.pathname;
}
