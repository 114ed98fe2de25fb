import { openDatabase } from '../../src/store/database.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Migration } from '../../src/store/migrations.ts';
import { project } from './records.ts';

/** Begins an upgrade, tells when half of it is written, and goes on writing until it is killed. */
self.onmessage = ({ data: name }: MessageEvent<string>) => {
  const endless: Migration = async (database, transaction) => {
    database.deleteObjectStore('alias');
    const projects = transaction.objectStore('project');
    await projects.delete('P10');
    self.postMessage('half-way');
    for (let i = 0; ; i++) await projects.put(row(`P${i}`));
  };
  void openDatabase(name, { migrations: [...MIGRATIONS.slice(0, 2), endless], onLost: () => undefined });
};

function row(id: string) {
  return { id, projectId: id, blobs: [], record: project(id, 'half-written') };
}
