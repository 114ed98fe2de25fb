import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBrowser } from './install-browser.ts';

// Everything that must hold: format, lint, types, architecture, then behaviour in Node, in a browser and as a person.
// Ends with the tests counted by the runners' own reports; exits with 1 when anything failed.

const report = 'tests/report';
rmSync(report, { recursive: true, force: true });
mkdirSync(report, { recursive: true });
await ensureBrowser();

const failed: string[] = [];

const checks: readonly (readonly [name: string, command: string])[] = [
  ['format', 'prettier --check --log-level warn .'],
  ['types', 'tsc --noEmit'],
  ['types of pure code', 'tsc --noEmit -p tests/architecture/pure.tsconfig.json'],
  ['components', 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human'],
  ['imports', 'depcruise -c tests/architecture/dependency-rules.cjs src workers vite.config.ts'],
  ['dead code', 'knip --no-progress'],
  ['lint', 'eslint -c tests/architecture/eslint.config.js --max-warnings 0 .'],
];

await step('widget', 'tsx src/widget/build.ts');
await step('build', 'vite build --logLevel warn');
await Promise.all([
  (async () => {
    for (const [name, command] of checks) await step(name, command);
  })(),
  step(
    'unit and browser tests',
    'vitest run --config tests/vitest.config.ts --reporter dot --reporter json --outputFile.json tests/report/vitest.json',
  ),
]);
await step('end-to-end tests', 'playwright test -c tests/e2e/playwright.config.ts');

const counts = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];
const unmet: string[] = [];
countVitest();
countPlaywright();

if (unmet.length > 0) console.log(`\nFailed tests:\n${unmet.map((line) => `  ${line}`).join('\n')}`);
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((line) => `  ${line}`).join('\n')}`);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = failed.length > 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** Runs a command; its output is shown when it is done, and whole only when it failed or is a test runner. */
async function step(name: string, command: string): Promise<void> {
  const began = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code === 0) return;
  failed.push(name);
  console.log(output);
}

function run(command: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(`npx --no-install ${command}`, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

function countVitest(): void {
  const results = readReport<VitestReport>('vitest.json');
  if (!results) return void failed.push('unit and browser tests: no report');
  counts.passed += results.numPassedTests;
  counts.failed += results.numFailedTests;
  for (const file of results.testResults)
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'failed') unmet.push(`${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`);
      if (status === 'skipped' || status === 'pending' || status === 'todo') {
        counts.skipped += 1;
        skipped.push(fullName);
      }
    }
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
}

function countPlaywright(): void {
  const results = readReport<PlaywrightSuite & { stats: Record<string, number> }>('playwright.json');
  if (!results) return void failed.push('end-to-end tests: no report');
  counts.passed += results.stats['expected'] ?? 0;
  counts.failed += (results.stats['unexpected'] ?? 0) + (results.stats['flaky'] ?? 0);
  counts.skipped += results.stats['skipped'] ?? 0;
  const visit = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        if (test.status === 'unexpected' || test.status === 'flaky')
          unmet.push(`${spec.title}: ${test.status}`);
        if (test.status === 'skipped')
          skipped.push(
            `${spec.title}: ${test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given'}`,
          );
      }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  visit(results);
}

function readReport<T>(name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(`${report}/${name}`, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
