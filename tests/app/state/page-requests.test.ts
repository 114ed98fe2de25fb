import { expect, test } from 'vitest';
import { pageRequests } from '../../../src/app/state/page-requests.ts';

test('what the page has asked for is told by whose it was; blobs are no requests', () => {
  const timings = [
    { name: 'https://host.example/app.js', startTime: 10.4 },
    { name: 'https://data.example/rows.csv', startTime: 20 },
    { name: 'blob:https://host.example/1', startTime: 30 },
  ];
  expect(
    pageRequests(timings, 'https://host.example', 1000).map(({ at, url, outcome }) => [at, url, outcome]),
  ).toEqual([
    [1010, 'https://host.example/app.js', 'host'],
    [1020, 'https://data.example/rows.csv', 'sent'],
  ]);
});
