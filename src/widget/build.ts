import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { minify } from 'terser';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { kernels } from '../compute/wasm/vite-plugin.ts';
import { WIDGET_FAMILIES, type WidgetFamily, widgetModule } from '../core/widget-family.ts';

const root = resolve(import.meta.dirname, '../..');
const outDir = resolve(root, '.cache/widget');
const HOUSE = 'virtual:widget-house';

/**
 * The house as a function of the module: a worker is started from its text, and where no worker may be, it is called on the
 * page. So the widget is one file, and its code stands in it once.
 */
function houseAsFunction(family: WidgetFamily): Plugin {
  return {
    name: 'perennial:widget-house',
    resolveId: (id) => (id === HOUSE ? `\0${HOUSE}` : null),
    async load(id) {
      if (id !== `\0${HOUSE}`) return null;
      const { output } = (await build({
        configFile: false,
        root,
        logLevel: 'warn',
        plugins: [kernels()],
        build: {
          write: false,
          // Together with the element's code, below.
          minify: false,
          target: 'es2023',
          modulePreload: false,
          rolldownOptions: {
            input: resolve(root, `workers/widget/serve-${family}.ts`),
            preserveEntrySignatures: 'strict',
            output: { format: 'iife', name: 'served', exports: 'named' },
          },
        },
      })) as Rolldown.RolldownOutput;
      return `export function house(port) {\n${output[0].code}\nserved.serveOn(port);\n}`;
    },
  };
}

/**
 * What is left once terser has put expressions together compresses better, functions of more than an expression left where they are; names are
 * shortened afterwards, by the bundler.
 */
function condensed(): Plugin {
  return {
    name: 'perennial:widget-condensed',
    async renderChunk(code) {
      const compress = { ecma: 2020, passes: 5, inline: 1, sequences: false, unsafe_arrows: true } as const;
      const { code: condensed } = await minify(code, { module: true, ecma: 2020, mangle: false, compress });
      return condensed!;
    },
  };
}

/** The types stand beside each module, under its name. */
function types(module: string): Plugin {
  return {
    name: 'perennial:widget-types',
    generateBundle() {
      const source = readFileSync(resolve(root, 'src/widget/public.d.ts'), 'utf8');
      this.emitFile({ type: 'asset', fileName: module.replace(/js$/, 'd.ts'), source });
    },
  };
}

function configFor(family: WidgetFamily): InlineConfig {
  const module = widgetModule(family);
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [houseAsFunction(family), condensed(), types(module)],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: resolve(root, 'src/widget/perennial-model.ts'),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: module },
      },
    },
  };
}

// The widget: a module for each family of models, and its types, for any page.
rmSync(outDir, { recursive: true, force: true });
for (const family of WIDGET_FAMILIES) await build(configFor(family));
