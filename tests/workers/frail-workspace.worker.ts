import './frail-workers.ts';
import '../../workers/workspace/worker.ts';
