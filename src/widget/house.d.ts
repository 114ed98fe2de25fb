/** A family's `serveOn` (workers/widget) as one function that needs nothing around it: so that its text is a worker's whole script. */
declare module 'virtual:widget-house' {
  export function house(port: MessagePort): void;
}
