import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { serveStatic } from './static-host.ts';

// The built package in a plain page: no bundler, no headers, its workers and their engines found beside it.

const PAGE = `<!doctype html><title>plain</title><script type="module">
  import { openPerennialInWorker } from './lib/worker.js';
  const rows = Array.from({ length: 200 }, (_, i) => ({ height: i % 40, kind: i % 40 > 20 ? 'oak' : 'birch' }));
  globalThis.walk = async (engine) => {
    const perennial = openPerennialInWorker({ name: 'plain' });
    const trees = await perennial.import(rows.slice(0, 150));
    const { version } = await trees.train({ target: 'kind', learner: 'network', options: { hidden: [4], epochs: 3 }, engine });
    const { answer } = await trees.predict({ height: 38 });
    const { judgement } = await trees.learnOn(rows.slice(150));
    await perennial.close();
    return { engine: version.engine.kind, answer, judged: judgement.judging.rows };
  };
</script>`;

test('a page without a bundler trains in the package’s own workers, on TensorFlow.js as well', async ({
  page,
}) => {
  if (!existsSync('lib/worker.js')) execFileSync('npm', ['run', 'build:library']);
  const folder = mkdtempSync(join(tmpdir(), 'plain-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  symlinkSync(resolve('lib'), join(folder, 'lib'));
  const host = await serveStatic(folder);
  try {
    await page.goto(host.url);
    const walk = (engine: string) =>
      page.evaluate(
        (asked) => (globalThis as unknown as { walk(engine: string): unknown }).walk(asked),
        engine,
      );
    expect(await walk('auto')).toMatchObject({ engine: 'wasm', judged: expect.any(Number) });
    expect(await walk('tfjs-wasm')).toMatchObject({ engine: 'tfjs-wasm' });
    expect(host.asked.filter((each) => each.includes('.wasm'))).toHaveLength(1);
  } finally {
    await host.close();
  }
});
