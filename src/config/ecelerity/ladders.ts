import { Domains } from './domains.ts';
import { Peers } from './peers.ts';
import type { Configuration } from './read.ts';
import type { Rung, RungKind } from './rungs.ts';
import type { Scope } from './scope.ts';
import type { ScopePath } from './scope-path.ts';

/** Finds for a scope those it falls back to. Keeps what it has looked up, for all scopes of one configuration. */
export class Ladders {
  readonly #global: Scope;
  readonly #pathwayOption: number | undefined;
  readonly #domains = new Map<Scope, Domains>();
  readonly #peers = new Map<Scope, Peers>();
  readonly #configuration: Configuration;
  #pathways: Map<string, Scope[]> | undefined;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#global = configuration.global;
    this.#pathwayOption = configuration.occurrences.names.find('pathway');
  }

  /**
   * The scopes that are asked for an option, in their order: the first one that sets it decides. `path`
   * need not be declared: mail for a domain without a stanza has a policy too.
   */
  ladder(path: ScopePath, option: number): Rung[] {
    const rungs: Rung[] = [];
    const first = path[0]?.keyword ?? '';
    if (first === 'binding_group' || first === 'binding' || first === 'domain') this.#outbound(path, option, rungs);
    else if (first.endsWith('_listener')) this.#inbound(path, rungs);
    else if (first === 'pathway' || first === 'pathway_group') this.#pathway(path, rungs);
    else if (first !== '') this.#others(path, rungs);
    add(rungs, path.length === 0 ? 'own' : 'global', this.#global);
    return rungs;
  }

  #outbound(path: ScopePath, option: number, rungs: Rung[]): void {
    const steps = [...path];
    const grouped = steps[0]?.keyword === 'binding_group' ? steps.shift() : undefined;
    const bound = steps[0]?.keyword === 'binding' ? steps.shift() : undefined;
    const domain = steps[0]?.keyword === 'domain' ? steps.shift() : undefined;
    if (steps.length > 0) {
      this.#others(path, rungs);
      return;
    }
    const group = grouped && this.#global.child('binding_group', grouped.instance);
    const binding = bound && (grouped ? group : this.#global)?.child('binding', bound.instance);
    const name = domain?.instance;
    const ask = (kind: RungKind, container: Scope | undefined) => {
      if (name !== undefined && container) this.#addDomains(kind, container, name, option, rungs);
    };
    ask('domain', binding);
    if (grouped) ask('domain', group);
    add(rungs, 'binding', binding);
    // Whether a binding of a group is the one that is declared outside of it too is not documented.
    if (grouped && bound) add(rungs, 'binding-elsewhere', this.#global.child('binding', bound.instance));
    add(rungs, 'binding-group', group);
    ask('global-domain', this.#global);
  }

  #addDomains(kind: RungKind, container: Scope, name: string, option: number, rungs: Rung[]): void {
    let domains = this.#domains.get(container);
    if (!domains) {
      domains = new Domains(container);
      this.#domains.set(container, domains);
    }
    for (const scope of domains.exact(name)) add(rungs, kind, scope);
    for (const { scope, certain } of domains.matching(option, name)) add(rungs, kind, scope, certain);
  }

  #inbound(path: ScopePath, rungs: Rung[]): void {
    const [listenerStep, ...steps] = path;
    const listener = this.#global.child(listenerStep?.keyword ?? '', listenerStep?.instance);
    const listenStep = steps[0]?.keyword === 'listen' ? steps.shift() : undefined;
    const peerStep = steps[0]?.keyword === 'peer' ? steps.shift() : undefined;
    if (steps.length > 0) {
      this.#others(path, rungs);
      return;
    }
    const listen = listenStep && listener?.child('listen', listenStep.instance);
    const peer = peerStep?.instance;
    if (listen && peer !== undefined) add(rungs, 'listen-peer', this.#peersOf(listen).match(peer));
    add(rungs, 'listen', listen);
    if (listener && peer !== undefined) add(rungs, 'listener-peer', this.#peersOf(listener).match(peer));
    add(rungs, 'listener', listener);
    this.#attached(rungs);
  }

  /** The pathway that the nearest of `rungs` attaches. */
  #attached(rungs: Rung[]): void {
    if (this.#pathwayOption === undefined) return;
    for (const { scope } of rungs) {
      const [last] = scope.settingsOf(this.#pathwayOption);
      if (last === undefined) continue;
      const { occurrences } = this.#configuration;
      const name = occurrences.visitOf(last).file.argument(occurrences.node(last)) ?? '';
      this.#addPathway(name, rungs);
      return;
    }
  }

  #pathway(path: ScopePath, rungs: Rung[]): void {
    const [first, second] = path;
    add(rungs, 'own', this.#global.at(path));
    if (path.length > 2 || (second && second.keyword !== 'pathway')) this.#others(path, rungs);
    else if (first?.keyword === 'pathway_group') {
      if (second) add(rungs, 'pathway', this.#global.child('pathway', second.instance));
      add(rungs, 'pathway', this.#global.child('pathway_group', first.instance));
    }
  }

  #addPathway(name: string, rungs: Rung[]): void {
    const inGroups = this.#groupedPathways().get(name) ?? [];
    for (const scope of inGroups) add(rungs, 'pathway', scope);
    add(rungs, 'pathway', this.#global.child('pathway', name));
    for (const scope of inGroups) add(rungs, 'pathway', scope.parent);
  }

  #groupedPathways(): Map<string, Scope[]> {
    if (this.#pathways) return this.#pathways;
    this.#pathways = new Map();
    for (const group of this.#global.children()) {
      if (group.keyword !== 'pathway_group') continue;
      for (const { keyword, instance = '' } of group.children()) {
        const scope = keyword === 'pathway' ? group.child('pathway', instance) : undefined;
        if (scope) this.#pathways.set(instance, [...(this.#pathways.get(instance) ?? []), scope]);
      }
    }
    return this.#pathways;
  }

  /** Scopes of modules and others: what they fall back to is not documented. */
  #others(path: ScopePath, rungs: Rung[]): void {
    for (let length = path.length; length > 0; length -= 1) {
      add(rungs, length === path.length ? 'own' : 'outer', this.#global.at(path.slice(0, length)));
    }
  }

  #peersOf(container: Scope): Peers {
    let peers = this.#peers.get(container);
    if (!peers) {
      peers = new Peers(container);
      this.#peers.set(container, peers);
    }
    return peers;
  }
}

function add(rungs: Rung[], kind: RungKind, scope: Scope | undefined, certain = true): void {
  if (scope && !rungs.some((rung) => rung.scope === scope)) rungs.push({ kind, scope, certain });
}
