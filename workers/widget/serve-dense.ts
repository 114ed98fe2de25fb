import { dense } from './families/dense.ts';
import { serve } from './serve.ts';

export const serveOn = (port: MessagePort) => serve(port, dense);
