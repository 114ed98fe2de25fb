import { checkForward } from './check-forward.ts';

checkForward();
