import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { kernels } from './src/compute/wasm/vite-plugin.ts';
import { metaPolicy, securityHeaders } from './src/seal/headers.ts';
import { dockerfile, headersFile, nginxConf } from './src/seal/hosting.ts';

// A browser is opened only where there is a desktop to open it on.
const hasDesktop =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** The page says the policy of itself as well: a second layer, from the same source as the headers. */
function sealedPage(): Plugin {
  return {
    name: 'perennial:sealed-page',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy() },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** What a host needs to say the same headers. */
function hosting(): Plugin {
  const files = {
    _headers: headersFile(),
    'hosting/nginx.conf': nginxConf(),
    'hosting/Dockerfile': dockerfile(),
  };
  return {
    name: 'perennial:hosting',
    apply: 'build',
    generateBundle() {
      for (const [fileName, source] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** The widget, which a build of its own has made (src/widget/build.ts): the very files that other pages get. */
function widget(): Plugin {
  const folder = resolve(import.meta.dirname, '.cache/widget');
  return {
    name: 'perennial:widget',
    apply: 'build',
    generateBundle() {
      for (const name of readdirSync(folder))
        this.emitFile({
          type: 'asset',
          fileName: `widget/${name}`,
          source: readFileSync(resolve(folder, name)),
        });
    },
  };
}

/** The service worker, with the list of all files of the build and the SHA-256 of each. */
function offline(): Plugin[] {
  let outDir = '';
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: '../workers/offline',
    filename: 'worker.ts',
    injectRegister: false,
    // The manifest of the app stands in public/.
    manifest: false,
    integration: {
      configureOptions({ root, build }, options) {
        outDir = resolve(root, build.outDir);
        options.injectManifest!.swDest = resolve(outDir, 'offline.js');
      },
      configureCustomSWViteBuild({ build }) {
        const { output } = build!.rollupOptions!;
        if (output && !Array.isArray(output)) output.entryFileNames = 'offline.js';
      },
    },
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*'],
      globIgnores: ['offline.js', '_headers', 'hosting/**'],
      maximumFileSizeToCacheInBytes: 64 * 1024 * 1024,
      manifestTransforms: [
        (entries) => ({
          manifest: entries.map((entry) => ({ ...entry, revision: integrityOf(resolve(outDir, entry.url)) })),
        }),
      ],
    },
  });
}

function integrityOf(path: string): string {
  return `sha256-${createHash('sha256').update(readFileSync(path)).digest('base64')}`;
}

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    kernels(),
    sealedPage(),
    hosting(),
    widget(),
    offline(),
  ],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      // What many pages share comes in few files: each file costs some bytes that compression cannot save.
      output: {
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 8 },
            { name: 'state', test: /\/src\/(app\/state|bridge)\//, minShareCount: 3 },
          ],
        },
      },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [kernels()],
    // A worker's file is named after its room: the ledger tells by it whose request it was.
    rolldownOptions: {
      output: {
        entryFileNames: ({ facadeModuleId, name }) =>
          `assets/${facadeModuleId ? basename(dirname(facadeModuleId)) : name}-worker-[hash].js`,
      },
    },
  },
  preview: {
    host: '127.0.0.1',
    port: 4173,
    headers: securityHeaders(),
    open: hasDesktop && !process.env['CI'],
  },
});
