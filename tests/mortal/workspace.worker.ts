import './record-workers.ts';
import '../../workers/workspace/worker.ts';
