import { readdirSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { securityHeaders } from '../../src/seal/headers.ts';
import type * as selfTest from '../../src/seal/self-test.ts';
import { House } from './house.ts';

/** Verdicts by route, as a page shows or returns them. */
type Verdicts = Readonly<Record<string, string>>;

/** Every worker that the page starts; the widget's is started by other pages. */
const pageWorkers = readdirSync('workers', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['offline', 'widget'].includes(entry.name))
  .map(({ name }) => `${name} worker`);

/** Routes that no page of ours, and no browser that we know, can be seen to close. */
const KNOWN_OPEN = [
  'Preconnect link to another origin',
  'DNS prefetch link to another origin',
  'WebSocket of a fresh frame to the own origin, in the query',
  'fetch of a fresh frame to the own origin, in the query',
];

async function openSettings(page: Page): Promise<void> {
  await new House(page).enter();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
  // From the second load on the service worker has answered with the page.
  await page.reload();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'What keeps your data here' })).toBeVisible();
}

async function verdictsOf(page: Page, realm: string): Promise<Verdicts> {
  const table = page.locator('table', { has: page.getByText(`What was seen in the ${realm}`) });
  const rows = await table
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent.trim())));
  return Object.fromEntries(rows.map(([route, verdict]) => [route!, verdict!]));
}

const having = (verdicts: Verdicts, verdict: string) =>
  Object.keys(verdicts).filter((route) => verdicts[route] === verdict);

test('every way out is tried in every thread, and shown in the ledger', async ({ page }) => {
  await openSettings(page);
  await page.getByRole('button', { name: 'Try every way out' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Tried \d+ ways/ })).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  const onPage = await verdictsOf(page, 'page');
  expect(having(onPage, 'Open').sort()).toEqual([...KNOWN_OPEN].sort());
  for (const way of ['fetch', 'XMLHttpRequest', 'EventSource', 'Beacon', 'Image', 'Script element', 'WebRTC'])
    expect(onPage[`${way} to another origin`], way).toBe('Refused');
  expect(onPage['New window to another origin']).toBe('Refused');
  expect(onPage['Text run as code (eval)']).toBe('Refused');
  for (const way of ['Navigation by script', 'Pressed link', 'Download link', 'Refresh by markup', 'Form'])
    for (const target of ['another origin', 'the own origin, in the query'])
      expect(onPage[`${way} to ${target}`], way).toBe('Disabled');
  for (const worker of pageWorkers) {
    const seen = await verdictsOf(page, worker);
    expect(having(seen, 'Open'), worker).toEqual([]);
    for (const way of ['fetch', 'XMLHttpRequest', 'EventSource', 'Module'])
      expect(seen[`${way} to another origin`], `${worker}: ${way}`).toBe('Refused');
    expect(seen['fetch to the own origin, in the body']).toBe('Disabled');
    expect(seen['WebSocket to the own origin, in the query']).toBe('Disabled');
    expect(seen['Text run as code (eval)']).toBe('Refused');
  }
  const inServiceWorker = await verdictsOf(page, 'service worker');
  expect(having(inServiceWorker, 'Open')).toEqual([]);
  expect(inServiceWorker['fetch to the own origin, in the query']).toBe('Disabled');

  // Whose attempt it was is told of what was refused and of what was blocked.
  const ledger = page.getByRole('table', { name: 'Requests, newest first' });
  await expect(ledger).toBeVisible();
  const older = page.getByRole('button', { name: /^Show \d+ older/ });
  while (await older.isVisible()) await older.click();
  const told = await ledger
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map(({ children }) => `${children[1]!.textContent}: ${children[3]!.textContent}`),
    );
  for (const realm of ['page', ...pageWorkers])
    for (const outcome of ['Blocked by the browser', 'Refused by Perennial'])
      expect(
        told.some((line) => line.startsWith(`${realm}: `) && line.includes(outcome)),
        `${realm}: ${outcome}`,
      ).toBe(true);
});

/** Ends every service worker, as the browser does when one has nothing to do for a while. */
async function stopServiceWorkers(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const stopped = new Promise<void>((resolve) => {
    let hasRun = false;
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      // The first that is told of a worker may be that it is stopping already.
      if (versions.some(({ runningStatus }) => runningStatus !== 'stopped')) hasRun = true;
      else if (hasRun && versions.length > 0) resolve();
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await stopped;
  await devtools.detach();
}

test('the ledger names each thread, and outlives the service worker that keeps it', async ({ page }) => {
  await openSettings(page);
  await page.goto('/#/watch');
  await expect.poll(() => page.workers().length).toBe(2);
  const ask = (path: string) => fetch(path).then(({ status }) => status);
  const workers = new Map(page.workers().map((worker) => [/(\w+)-worker-/.exec(worker.url())?.[1], worker]));
  expect(await page.evaluate(ask, '/by-page')).toBe(403);
  expect(await workers.get('workspace')!.evaluate(ask, '/by-workspace')).toBe(403);
  expect(await workers.get('play')!.evaluate(ask, '/by-play')).toBe(403);

  await page.goto('/#/settings');
  const ledger = page.getByRole('table', { name: 'Requests, newest first' });
  const told = () =>
    ledger.locator('tbody tr').evaluateAll((rows) =>
      rows
        .map(({ children }) => `${children[1]!.textContent}: ${children[2]!.textContent}`)
        .filter((line) => /\/(by|after)-/.test(line))
        .map((line) => line.replace(/GET .*\//, '')),
    );
  const before = ['page: by-page', 'play worker: by-play', 'workspace worker: by-workspace'];
  await expect.poll(async () => (await told()).sort()).toEqual(before);

  await stopServiceWorkers(page);
  expect(await page.evaluate(ask, '/after-stop')).toBe(403);
  await expect.poll(async () => (await told()).sort()).toEqual(['page: after-stop', ...before]);
});

/** A page that tests itself and does nothing else, with these headers on every answer. */
async function serveSelfTest(headers: Readonly<Record<string, string>>) {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      lib: {
        entry: fileURLToPath(new URL('../../src/seal/self-test.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'self-test',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const script = built[0]!.output[0].code;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const type = { '/self-test.js': 'text/javascript', '/': 'text/html' }[request.url!];
    response.writeHead(type ? 200 : 404, { 'Content-Type': type ?? 'text/plain' });
    response.end(type === 'text/html' ? '<!doctype html><button>Test</button>' : type && script);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

test('without the headers the same test finds the same ways open', async ({ page }) => {
  const host = await serveSelfTest({});
  await page.goto(host.url);
  await page.evaluate(async (script) => {
    const { testPage } = (await import(script)) as typeof selfTest;
    document.querySelector('button')!.onclick = () =>
      Object.assign(globalThis, { results: testPage({ home: location.href }) });
  }, `${host.url}self-test.js`);
  await page.getByRole('button').click();
  const results = await page.evaluate(
    () =>
      (
        globalThis as unknown as {
          results: ReturnType<typeof selfTest.testPage>;
        }
      ).results,
  );
  expect(results.length).toBeGreaterThan(50);
  const others = results.filter(({ verdict }) => verdict !== 'open');
  // A service worker's script that is a page is refused everywhere, and what a browser lacks is absent.
  expect(others.filter(({ verdict }) => verdict !== 'absent')).toEqual([]);
  host.close();
});

test('a fresh frame asks no server by WebRTC where the connection allowlist holds', async ({ browser }) => {
  const asked = new Set<string>();
  let heard = () => {};
  const server = createSocket('udp4', () => {
    asked.add(now);
    heard();
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  const { port } = server.address();
  let now = '';
  for (const [name, headers] of [
    ['open', {}],
    ['sealed', securityHeaders()],
  ] as const) {
    now = name;
    const host = await serveSelfTest(headers);
    const page = await browser.newPage();
    const crashed = new Promise((resolve) => page.on('crash', resolve));
    const wasHeard = new Promise<void>((resolve) => (heard = resolve));
    await page.goto(host.url);
    const tried = page
      .evaluate(async (stun) => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        const { RTCPeerConnection: Connection } = frame.contentWindow as unknown as typeof globalThis;
        const made = new Connection({ iceServers: [{ urls: stun }] });
        made.createDataChannel('test');
        await made.setLocalDescription();
        if (made.iceGatheringState !== 'complete')
          await new Promise<void>((resolve) => {
            made.onicegatheringstatechange = () => {
              if (made.iceGatheringState === 'complete') resolve();
            };
          });
      }, `stun:127.0.0.1:${port}`)
      .catch(() => undefined);
    // Chromium ends a page that tries it against the allowlist.
    await Promise.race(name === 'open' ? [wasHeard] : [crashed, tried]);
    await page.close();
    host.close();
  }
  server.close();
  expect([...asked]).toEqual(['open']);
});

test('an origin is allowed, read from, and withdrawn', async ({ page }) => {
  const data = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/csv', 'Access-Control-Allow-Origin': '*' });
    response.end(
      `x,y\n${Array.from({ length: 40 }, (_, row) => `${row},${row % 2 ? 'odd' : 'even'}`).join('\n')}\n`,
    );
  });
  await new Promise<void>((resolve) => data.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(data.address() as AddressInfo).port}`;
  const house = new House(page);
  const read = async () => {
    await house.press('From an address');
    await page.getByLabel('Address of a CSV file').fill(`${origin}/numbers.csv`);
    await house.press('Read file');
  };
  const fetchIt = () =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          ({ status }) => status,
          () => 'refused',
        ),
      `${origin}/numbers.csv`,
    );

  await openSettings(page);
  await page.getByRole('link', { name: 'Perennial, home' }).click();
  await read();
  await expect(page.getByRole('dialog')).toContainText(`The origin ${origin} is not allowed yet`);
  expect(await fetchIt()).toBe('refused');
  await house.press(`Allow ${origin} in Settings…`);
  await expect(page.getByLabel('Another origin')).toHaveValue(origin);
  await house.press('Allow');
  await expect(page.getByRole('list', { name: 'Allowed origins' })).toContainText(origin);
  expect(await fetchIt()).toBe('refused');
  await house.press('Reload now');
  await expect(page.getByText(`The app’s own host, and ${origin}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload now' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Perennial, home' }).click();
  await read();
  await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeVisible();
  await expect(page.getByText('numbers.csv').first()).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  const ledger = page.getByRole('table', { name: 'Requests, newest first' });
  const rows = ledger.getByRole('row').filter({ hasText: `${origin}/numbers.csv` });
  await expect(rows.filter({ hasText: 'Sent' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Blocked by the browser' })).toHaveCount(2);
  await house.press(`Withdraw ${origin}`);
  await house.press('Reload now');
  await expect(page.getByText('No other origin can be reached.')).toBeVisible();
  expect(await fetchIt()).toBe('refused');
  await expect(rows.filter({ hasText: 'Blocked by the browser' })).toHaveCount(3);
  data.close();
});
