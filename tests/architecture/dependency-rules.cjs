// Who may import whom: the floors of the house, top to bottom. Arrows run down only.
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });
const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`).join('|');
const tfjs = npm('@tensorflow');

module.exports = {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    never(
      'no-orphans',
      {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '^vite\\.config\\.ts$', '^tests/', 'contract\\.ts$', 'kernels/product\\.ts$'],
      },
      {},
    ),
    never('core-imports-nothing', { path: '^src/core/' }, { pathNot: '^src/core/' }),
    never('math-on-core', { path: '^src/math/' }, { path: '^(src|workers)/', pathNot: '^src/(math|core)/' }),
    never(
      'flow-on-math',
      { path: '^src/flow/([^/]+)/' },
      { path: '^(src|workers)/', pathNot: ['^src/(math|core)/', '^src/flow/$1/'] },
      'what two stages share is a noun in core or a formula in math',
    ),
    never(
      'compute-on-math',
      { path: '^src/compute/' },
      { path: '^(src|workers)/', pathNot: '^src/(compute|math|core)/' },
    ),
    never(
      'store-on-math',
      { path: '^src/store/' },
      { path: '^(src|workers)/', pathNot: '^src/(store|math|core)/' },
    ),
    never(
      'workspace-on-flow',
      { path: '^src/workspace/' },
      { path: '^(src|workers)/', pathNot: '^src/(workspace|flow|math|core)/' },
    ),
    never(
      'seal-on-core',
      { path: '^src/seal/' },
      { path: '^(src|workers)/', pathNot: '^src/(seal|core)/' },
      'what the browser may send',
    ),
    never(
      'bridge-on-core',
      { path: '^src/bridge/' },
      { path: '^(src|workers)/', pathNot: ['^src/(bridge|seal|core)/', '^workers/[^/]+/contract\\.ts$'] },
    ),
    never(
      'bridge-takes-only-types-of-workers',
      { path: '^src/bridge/' },
      { path: '^workers/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'app-on-bridge',
      { path: '^src/app/' },
      { path: '^(src|workers)/', pathNot: ['^src/(app|bridge|seal|core)/', '^workers/[^/]+/contract\\.ts$'] },
    ),
    never(
      'parts-never-touch-a-worker',
      { path: '^src/app/(stages|parts)/' },
      { path: '^src/bridge/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'widget-on-core',
      { path: '^src/widget/', pathNot: '^src/widget/build\\.ts$' },
      { path: '^(src|workers)/', pathNot: ['^src/(widget|core)/', '^workers/widget/contract\\.ts$'] },
      'the house behind it stands in workers/widget, and in a build of its own',
    ),
    never(
      'widget-takes-only-types-of-workers',
      { path: '^src/widget/' },
      { path: '^workers/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'widget-house-on-flow',
      { path: '^workers/widget/' },
      {
        path: '^(src|workers)/',
        pathNot: [
          '^workers/widget/',
          '^src/(flow|math|core)/',
          '^src/compute/reference/',
          '^src/compute/wasm/product\\.ts$',
          '^src/workspace/(contest|judging|file-name|row-of-cells)\\.ts$',
          '^src/store/hash\\.ts$',
        ],
      },
      'one model, in 40 kB: of the rooms above flow only what judges and names as the app does',
    ),
    never(
      'widget-never-reaches-the-app',
      { path: '^(src|workers)/widget/', pathNot: '^src/widget/build\\.ts$' },
      {
        path: `^src/(app|bridge)/|^src/store/indexed-db|${tfjs}|${npm('svelte', 'comlink', 'idb')}`,
        reachable: true,
      },
    ),
    never(
      'npm-of-widget',
      { path: '^(src|workers)/widget/' },
      { path: '^node_modules/', pathNot: npm('vite', 'terser') },
    ),
    never('workers-wire', { path: '^workers/' }, { path: '^src/(app|widget|main)' }),
    never(
      'library-wires',
      { path: '^src/(library/|index\\.ts$)' },
      { path: '^src/(app|widget|main|cli)' },
      'the library joins what is below it, as workers do',
    ),
    never(
      'library-is-the-top',
      { path: '^(src|workers)/', pathNot: '^src/(library/|index\\.ts$)' },
      { path: '^src/(library/|index\\.ts$)' },
    ),
    never(
      'library-never-reaches-tfjs',
      { path: '^src/(library/|index\\.ts$)' },
      { path: tfjs, reachable: true },
    ),
    never(
      'npm-of-library',
      { path: '^src/(library/|index\\.ts$)' },
      { path: '^node_modules/', pathNot: npm('vite') },
    ),
    never('idb-in-store', { pathNot: '^src/store/' }, { path: npm('idb') }),
    never('tfjs-in-its-room', { pathNot: '^(src/compute/tfjs/|node_modules/)' }, { path: tfjs }),
    never(
      'tfjs-by-compute-worker-only',
      { pathNot: '^(src/compute/|workers/compute/|tests/)' },
      { path: '^src/compute/tfjs/' },
    ),
    never('page-never-reaches-tfjs', { path: '^src/main\\.ts$' }, { path: tfjs, reachable: true }),
    never(
      'svelte-in-app',
      { path: '^(src|workers)/', pathNot: '^src/(app|widget|main)' },
      { path: npm('svelte', '@lucide/svelte') },
    ),
    never(
      'comlink-at-the-border',
      { path: '^(src|workers)/', pathNot: '^(src/bridge|workers)/' },
      { path: npm('comlink') },
    ),
    // Each folder's npm packages are an explicit list.
    never('npm-of-math', { path: '^src/math/' }, { path: '^node_modules/' }),
    never(
      'npm-of-flow',
      { path: '^src/flow/' },
      { path: '^node_modules/', pathNot: npm('udsv', '@uwdata/flechette', 'valibot') },
    ),
    never(
      'npm-of-compute',
      { path: '^src/compute/', pathNot: '^src/compute/wasm/vite-plugin' },
      { path: '^node_modules/', pathNot: npm('@tensorflow', '@webgpu/types') },
    ),
    never('npm-of-store', { path: '^src/store/' }, { path: '^node_modules/', pathNot: npm('idb') }),
    never(
      'npm-of-workspace',
      { path: '^src/workspace/' },
      { path: '^node_modules/', pathNot: npm('ulid', 'valibot') },
    ),
    never('npm-of-bridge', { path: '^src/bridge/' }, { path: '^node_modules/', pathNot: npm('comlink') }),
    never(
      'npm-of-app',
      { path: '^src/(app|main)' },
      { path: '^node_modules/', pathNot: npm('svelte', '@lucide/svelte', 'uplot', '@observablehq/plot') },
    ),
    never('npm-of-workers', { path: '^workers/' }, { path: '^node_modules/', pathNot: npm('comlink') }),
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '^(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'default', 'types'],
    },
  },
};
