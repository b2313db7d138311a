import type { Host } from './host.ts';

/** A look at a host that is taken once: what it was asked once it answers the same way again. */
export function oncePerHost<T>(look: (host: Host) => Promise<T>): (host: Host) => Promise<T> {
  const known = new WeakMap<Host, Promise<T>>();
  return (host) => {
    const found = known.get(host) ?? look(host);
    known.set(host, found);
    return found;
  };
}
