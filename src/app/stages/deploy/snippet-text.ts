import { MODEL_FILE, type WidgetOptions, widgetTag } from '../../../core/widget-options.ts';

/** The lines that put the model into a page; without a form, those that ask it as well. */
export function snippetOf(module: string, options: WidgetOptions): string {
  const lines = [
    `<script type="module" src="${module}"></script>`,
    widgetTag(MODEL_FILE, options),
    ...(options.isHeadless ? ASKING : []),
  ];
  return lines.join('\n');
}

const ASKING = [
  '<script type="module">',
  "  const model = document.querySelector('perennial-model');",
  "  model.addEventListener('ready', async () => {",
  '    const [prediction] = await model.predict([{ /* a cell for each column, by its name */ }]);',
  '    console.log(prediction.answer, prediction.probabilities);',
  '  });',
  '</script>',
];
