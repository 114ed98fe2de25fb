import { checkReader } from '../../checks/reader.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';

checkReader(delimited);
