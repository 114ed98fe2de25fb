import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64 } from '../../../../src/flow/deploy/site/base64.ts';
import { folderFiles } from '../../../../src/flow/deploy/site/folder.ts';
import { singlePage } from '../../../../src/flow/deploy/site/single-page.ts';

const options = { isHeadless: false, learns: true, auditRate: 0.1 };
const model = Uint8Array.of(0, 255, 62, 63, 1);

test('bytes as base64 are the same bytes again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 0, max: 60_000 }), (bytes, more) => {
      const all = new Uint8Array([...bytes, ...new Uint8Array(more)]);
      expect(Buffer.from(base64(all), 'base64').equals(all)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

describe('the page that opens from disk', () => {
  test('allows its own script by hash, and nothing else; nothing in the script ends it', async () => {
    const module = 'const a = "</script><!--", b = `<SCRIPT>`;\r\nconsole.log(a, b, 1 < 2);';
    const page = await singlePage({ title: 'Trees', module, model, options });
    const [, code] = /<script type="module">([\s\S]*?)<\/script>/.exec(page)!;
    expect(code!.split('\n')).toHaveLength(2);
    const hash = createHash('sha256').update(code!).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    expect(policy).toContain(`script-src 'sha256-${hash}';`);
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(page.match(/<\/script>/gi)).toHaveLength(1);
    expect(page).toContain(
      `src="data:application/octet-stream;base64,${Buffer.from(model).toString('base64')}"`,
    );
    const told: unknown[] = [];
    runInNewContext(code!, { console: { log: (...all: unknown[]) => told.push(...all) } });
    expect(told).toEqual(['</script><!--', '<SCRIPT>', true]);
  });

  test('a title is text, whatever it says', async () => {
    const page = await singlePage({ title: '<b>"Fish" & chips</b>', module: '', model, options });
    expect(page).toContain('<h1>&lt;b&gt;&quot;Fish&quot; &amp; chips&lt;/b&gt;</h1>');
    expect(page).not.toContain('<b>');
  });
});

test('a folder holds a page, the widget, the model, and what a host must allow; its page draws the form', () => {
  const module = { name: 'perennial-model-trees.js', bytes: new TextEncoder().encode('export {};') };
  const files = folderFiles({ title: 'Trees', module, model, options: { ...options, isHeadless: true } });
  expect(files.map(({ name }) => name)).toEqual([
    'README.txt',
    'index.html',
    'model.perennial',
    'perennial-model-trees.js',
  ]);
  const text = (name: string) => new TextDecoder().decode(files.find((file) => file.name === name)!.bytes);
  for (const name of ['index.html', 'README.txt'])
    expect(text(name)).toContain('<script type="module" src="perennial-model-trees.js">');
  expect(text('index.html')).toContain('<perennial-model src="model.perennial" audit-rate="0.1">');
  expect(text('README.txt')).toContain('<perennial-model src="model.perennial" headless audit-rate="0.1">');
  expect(text('README.txt')).toContain("script-src 'self'; worker-src 'self' blob:; connect-src 'self'");
});
