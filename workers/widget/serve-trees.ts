import { trees } from './families/trees.ts';
import { serve } from './serve.ts';

export const serveOn = (port: MessagePort) => serve(port, trees);
