/** What JSON can hold: configurations, step states and headers are made of it, so that they can be stored and compared. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };
