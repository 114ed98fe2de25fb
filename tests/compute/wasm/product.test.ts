import { checkProduct } from './check-product.ts';

checkProduct();
