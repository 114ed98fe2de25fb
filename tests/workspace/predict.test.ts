import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { championOn, csvBlob, importCsv, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

/** A column of every kind, and an answer that they tell. */
function mixedCsv(rows: number): string {
  const random = new Random(3);
  const lines = Array.from({ length: rows }, (_, row) => {
    const size = 10 * random.uniform();
    const colour = ['red', 'green', 'blue'][random.below(3)]!;
    const isNew = random.below(2) === 1;
    const day = new Date(Date.UTC(2024, 0, 1 + random.below(300), 6 * random.below(4))).toISOString();
    const answer = size + (colour === 'red' ? 3 : 0) + (isNew ? 2 : 0) > 7 ? 'yes' : 'no';
    return [row % 11 === 5 ? '' : size, row % 13 === 4 ? '' : colour, isNew, day, answer].join(',');
  });
  return `size,colour,new,day,answer\n${lines.join('\n')}\n`;
}

const mixed = (async () => {
  const house = openHouse();
  const table = await importCsv(house, csvBlob(mixedCsv(300)));
  const version = await train(house, table, { split: { kind: 'random', seed: 1 } });
  const { workspace } = house;
  const predict = (row: Parameters<typeof workspace.predictRow>[1]) => workspace.predictRow(version.id, row);
  return { house, workspace, table, version, predict };
})();

const typed = { size: 5, colour: 'red', new: true, day: '2024-03-01T12:00' };

describe('the form', () => {
  test("asks for the columns that the model needs, in the table's order, without the answer", async () => {
    const { workspace, version } = await mixed;
    const fields = await workspace.form(version.id);
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['size', 'number'],
      ['colour', 'category'],
      ['new', 'boolean'],
      ['day', 'time'],
    ]);
    expect(fields[1]!.labels.toSorted()).toEqual(['blue', 'green', 'red']);
    expect(fields[0]!.maximum).toBeGreaterThan(9);
  });
});

describe('one row', () => {
  test('is answered with the likeliest class, probabilities from the highest, and is kept as an event', async () => {
    const { workspace, table, version, predict } = await mixed;
    const { answer, probabilities, notes, eventId } = await predict(typed);
    expect(answer).toBe(probabilities[0]!.label);
    expect(probabilities.map(({ label }) => label).toSorted()).toEqual(version.target.classes);
    expect(probabilities[0]!.probability).toBeGreaterThanOrEqual(probabilities[1]!.probability);
    expect(probabilities[0]!.probability + probabilities[1]!.probability).toBeCloseTo(1, 6);
    expect(notes).toEqual([]);
    const [event] = await workspace.events(table.projectId, 1);
    expect(event).toMatchObject({
      id: eventId,
      event: { kind: 'prediction', versionId: version.id, features: typed },
    });
  });

  test('is answered alike however its cells are typed', async () => {
    const { predict } = await mixed;
    const { probabilities } = await predict(typed);
    for (const other of [
      { ...typed, size: ' 5.0 ' },
      { ...typed, size: '5e0', colour: ' red' },
      { ...typed, new: 'TRUE' },
      { ...typed, new: 'yes' },
      { ...typed, new: 1 },
      { ...typed, day: '2024-03-01 12:00:00' },
      { ...typed, day: '2024-03-01T13:00+01:00' },
      { ...typed, day: Date.UTC(2024, 2, 1, 12) },
    ])
      expect((await predict(other)).probabilities).toEqual(probabilities);
    const isOld = await predict({ ...typed, new: 0 });
    expect(isOld.probabilities).toEqual((await predict({ ...typed, new: 'no' })).probabilities);
    expect(isOld.probabilities).not.toEqual(probabilities);
  });

  test('may have missing cells, however they are written, and says so', async () => {
    const { predict } = await mixed;
    const empty = await predict({});
    expect(empty.notes).toHaveLength(4);
    expect(empty.notes[0]).toMatch(/^"size" is missing, as it was in \d+ training rows\.$/);
    expect(empty.notes[2]).toBe('"new" is missing, which it never was in the training rows.');
    for (const word of [null, '', '  ', 'NA', ' n/a ', '?'])
      expect((await predict({ size: word, colour: word, new: word, day: word })).probabilities).toEqual(
        empty.probabilities,
      );
  });

  test('may have a category that was never seen, and a number beyond what was', async () => {
    const { predict, version } = await mixed;
    const { notes, answer } = await predict({ ...typed, colour: 'mauve', size: 1000 });
    expect(notes).toEqual([
      expect.stringMatching(/^"size" is 1000, above 9\.\d+, the largest of the training rows\.$/) as string,
      '"colour" is "mauve", a label that the training rows never had.',
    ]);
    expect(version.target.classes).toContain(answer);
  });

  test.each([
    ['size', 'tall', '"size" is "tall"; it must be a number, such as 3.5, or left empty'],
    ['size', '1,5', '"size" is "1,5"; it must be a number, such as 3.5, or left empty'],
    ['size', Infinity, '"size" is "Infinity"; it must be a number, such as 3.5, or left empty'],
    ['day', 'soon', '"day" is "soon"; it must be a date or time, such as 2024-05-31T12:00, or left empty'],
    ['new', 'perhaps', '"new" is "perhaps"; it must be true or false, or left empty'],
  ])('with "%s" = "%s" is refused by name, and nothing is kept', async (column, cell, message) => {
    const { house, predict } = await mixed;
    const before = house.contents();
    await expect(predict({ ...typed, [column]: cell })).rejects.toMatchObject({
      code: 'cell',
      message,
      details: { column },
    });
    expect(house.contents()).toEqual(before);
  });
});

describe('a file', () => {
  const rows = (async () => {
    const { workspace, version } = await mixed;
    const file = csvBlob(mixedCsv(40));
    const { csv, name, rows } = await runJob(workspace, 'predict-file', {
      versionId: version.id,
      file,
      fileName: 'May.batch.csv',
    });
    return { text: await csv.text(), name, rows, source: (await file.text()).trimEnd().split('\n') };
  })();

  test('comes back with its own columns, the answer and the probabilities beside them', async () => {
    const { text, name, rows: count, source } = await rows;
    const { version } = await mixed;
    const [no, yes] = version.target.classes;
    const lines = text.trimEnd().split('\r\n');
    expect(name).toBe('May.batch-predicted.csv');
    expect(count).toBe(40);
    expect(lines[0]).toBe(`${source[0]},predicted answer,probability ${no},probability ${yes}`);
    expect(lines).toHaveLength(41);
    for (const [index, line] of lines.slice(1).entries()) {
      const [own, returned] = [source[index + 1]!.split(','), line.split(',')];
      expect(returned.slice(0, 2)).toEqual(own.slice(0, 2));
      const [answer, first, second] = returned.slice(5);
      expect(answer).toBe(Number(first) >= Number(second) ? no : yes);
      expect(Number(first) + Number(second)).toBeCloseTo(1, 6);
    }
  });

  test('is answered as each of its rows is', async () => {
    const { text, source } = await rows;
    const { predict, version } = await mixed;
    const lines = text.trimEnd().split('\r\n').slice(1);
    for (const [index, line] of lines.entries()) {
      const [size, colour, isNew, day] = source[index + 1]!.split(',');
      const { answer, probabilities } = await predict({
        size: size!,
        colour: colour!,
        new: isNew!,
        day: day!,
      });
      const cells = line.split(',').slice(5);
      expect(answer).toBe(cells[0]);
      for (const [column, label] of version.target.classes.entries())
        expect(Number(cells[1 + column])).toBe(
          probabilities.find((each) => each.label === label)!.probability,
        );
    }
  });

  test('may be reordered, have columns of its own and lack the answer', async () => {
    const { workspace, version } = await mixed;
    const file = csvBlob(
      'who,day,colour,new,size\n=SUM(A1),2024-02-03,red,true,5\nb,2024-02-04,lilac,false,\n',
    );
    const { csv, name } = await runJob(workspace, 'predict-file', {
      versionId: version.id,
      file,
      fileName: null,
    });
    const lines = (await csv.text()).trimEnd().split('\r\n');
    expect(name).toBe('rows-predicted.csv');
    expect(lines[0]).toMatch(/^who,day,colour,new,size,predicted answer,probability/);
    expect(lines[1]).toMatch(/^'=SUM\(A1\),2024-02-03/);
    expect(lines).toHaveLength(3);
  });

  test('without a column that the model needs is refused by its name, and no event is kept', async () => {
    const { house, workspace, version } = await mixed;
    const before = house.contents();
    const file = csvBlob('colour,new,day\nred,true,2024-02-03\nblue,false,2024-02-03\n');
    const job = runJob(workspace, 'predict-file', { versionId: version.id, file, fileName: null });
    await expect(job).rejects.toMatchObject({ code: 'missing-column' });
    await expect(job).rejects.toThrow('"size"');
    expect(house.contents()).toEqual(before);
  });

  test('that is predicted is kept as an event; one that is cancelled is not', async () => {
    const { house, projectId, version } = await championOn(seaStream(600), 0, 400);
    const request = { versionId: version.id, file: rowsAsCsv(seaStream(600), 400, 600), fileName: 'a.csv' };
    const controller = new AbortController();
    const before = house.contents();
    const job = house.workspace.run('predict-file', request, {
      signal: controller.signal,
      report: ({ phase, done, total, unit }) => {
        if (phase !== 'predicting') return;
        expect([done, total, unit]).toEqual([200, 200, 'rows']);
        controller.abort();
      },
    });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(house.contents()).toEqual(before);
    await runJob(house.workspace, 'predict-file', request);
    const [event] = await house.workspace.events(projectId, 1);
    expect(event!.event).toEqual({
      kind: 'file-predicted',
      versionId: version.id,
      name: 'a-predicted.csv',
      rows: 200,
    });
  });
});

test('two models that differ in their recipe alone do not answer for one another', async () => {
  const house = openHouse();
  const answers = [];
  for (const shift of [0, 1024]) {
    const lines = Array.from({ length: 64 }, (_, row) => `${(row % 16) + shift},${row % 16 < 8 ? 'a' : 'b'}`);
    const table = await importCsv(house, csvBlob(`x,class\n${lines.join('\n')}\n`));
    answers.push(await train(house, table, { split: { kind: 'random', seed: 1 } }));
  }
  const [near, far] = answers;
  expect((await house.workspace.predictRow(near!.id, { x: 15 })).answer).toBe('b');
  expect((await house.workspace.predictRow(far!.id, { x: 1025 })).answer).toBe('a');
});

test('a regression answers with a number in the unit of the target', async () => {
  const house = openHouse();
  const lines = Array.from({ length: 200 }, (_, row) => `${row % 20},${(row % 20) * 100 + 5000.5}`);
  const table = await importCsv(house, csvBlob(`x,price\n${lines.join('\n')}\n`));
  const version = await train(house, table, {
    target: { column: 'price', task: 'regression' },
    split: { kind: 'random', seed: 1 },
  });
  const { answer, probabilities } = await house.workspace.predictRow(version.id, { x: 10 });
  expect(probabilities).toEqual([]);
  expect(Math.abs(Number(answer) - 6000.5)).toBeLessThan(50);
});
