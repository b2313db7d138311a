import { OddDomains } from './domains.ts';
import { Ladder } from './ladder.ts';
import { GroupedPathways } from './pathways.ts';
import { isPattern } from './patterns.ts';
import { Peers } from './peers.ts';
import { DeclaredPlace, type Place } from './place.ts';
import type { RungKind } from './rungs.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';
import type { Settings } from './settings.ts';

const GLOBAL: ScopeId = 0;

/** Finds for a scope those it falls back to. Keeps what it has looked up, for all scopes of one configuration. */
export class Ladders {
  readonly #table: ScopeTable;
  readonly #settings: Settings;
  readonly #domains = new Map<ScopeId, OddDomains>();
  readonly #peers = new Map<ScopeId, Peers>();
  readonly #domain: number | undefined;
  readonly #peer: number | undefined;
  readonly #binding: number | undefined;
  readonly #pathway: number | undefined;
  #pathways: GroupedPathways | undefined;
  /** The last one that was asked for, since a scope is mostly asked for several options. */
  #last: { readonly scope: ScopeId; readonly ladder: Ladder } | undefined;

  constructor(table: ScopeTable, settings: Settings) {
    this.#table = table;
    this.#settings = settings;
    const { names } = table.occurrences;
    this.#domain = names.find('domain');
    this.#peer = names.find('peer');
    this.#binding = names.find('binding');
    this.#pathway = names.find('pathway');
  }

  /**
   * The scopes that are asked for an option, in their order: the first one that sets it decides. `place`
   * need not be declared: mail for a domain without a stanza has a policy too.
   */
  ladder(place: Place, option: number): Ladder {
    const ladder = new Ladder();
    const first = place.kind(0);
    if (first === 'binding_group' || first === 'binding' || first === 'domain') this.#outbound(place, option, ladder);
    else if (first === 'listener') this.#inbound(place, ladder);
    else if (first === 'pathway' || first === 'pathway_group') this.#ofPathway(place, ladder);
    else addOthers(place, ladder);
    ladder.add(place.length === 0 ? 'own' : 'global', GLOBAL);
    return ladder;
  }

  /** The same for a scope that is declared. */
  ofScope(scope: ScopeId, option: number): Ladder {
    if (this.#last?.scope === scope) return this.#last.ladder;
    const ladder = this.ladder(new DeclaredPlace(this.#table, scope), option);
    this.#last = ladder.ofOneOption ? undefined : { scope, ladder };
    return ladder;
  }

  #outbound(place: Place, option: number, ladder: Ladder): void {
    const atBinding = place.kind(0) === 'binding_group' ? 1 : 0;
    const atDomain = place.kind(atBinding) === 'binding' ? atBinding + 1 : atBinding;
    const end = place.kind(atDomain) === 'domain' ? atDomain + 1 : atDomain;
    if (end < place.length) {
      addOthers(place, ladder);
      return;
    }
    const group = atBinding === 1 ? place.scope(0) : -1;
    const binding = atDomain > atBinding ? place.scope(atBinding) : -1;
    if (end > atDomain) {
      this.#addDomains('domain', binding, place, atDomain, option, ladder);
      this.#addDomains('domain', group, place, atDomain, option, ladder);
    }
    ladder.add('binding', binding);
    // Whether a binding of a group is the one that is declared outside of it too is not documented.
    if (atBinding === 1 && atDomain === 2 && this.#table.mayHave(GLOBAL, this.#binding)) {
      ladder.add('binding-elsewhere', this.#table.find(GLOBAL, this.#binding, place.instance(atBinding)));
    }
    ladder.add('binding-group', group);
    if (end > atDomain) this.#addDomains('global-domain', GLOBAL, place, atDomain, option, ladder);
  }

  /** Exact stanzas before expressions, and these in the order they are declared in. */
  #addDomains(kind: RungKind, container: ScopeId, place: Place, step: number, option: number, ladder: Ladder): void {
    const table = this.#table;
    if (container < 0 || !table.mayHave(container, this.#domain)) return;
    const own = place.scope(step);
    const isOwn = own >= 0 && table.parent(own) === container;
    if (isOwn) ladder.add(kind, own);
    const odd = table.oddChildren(container).length > 0;
    if (isOwn && !odd && !table.isOdd(own)) return;
    const name = place.instance(step);
    if (name === undefined) return;
    ladder.add(kind, table.find(container, this.#domain, name));
    if (isPattern(name)) return;
    const folded = name.toLowerCase();
    if (folded !== name) ladder.add(kind, table.find(container, this.#domain, folded));
    if (!odd) return;
    ladder.ofOneOption = true;
    const domains = this.#domainsOf(container);
    for (const scope of domains.named(folded)) ladder.add(kind, scope);
    for (const { scope, certain } of domains.matching(this.#settings, option, name)) ladder.add(kind, scope, certain);
  }

  #inbound(place: Place, ladder: Ladder): void {
    const atPeer = place.kind(1) === 'listen' ? 2 : 1;
    const hasPeer = place.kind(atPeer) === 'peer';
    if (place.length > atPeer + (hasPeer ? 1 : 0)) {
      addOthers(place, ladder);
      return;
    }
    const listener = place.scope(0);
    const listen = atPeer === 2 ? place.scope(1) : -1;
    if (hasPeer) ladder.add('listen-peer', this.#matchPeer(listen, place, atPeer));
    ladder.add('listen', listen);
    if (hasPeer) ladder.add('listener-peer', this.#matchPeer(listener, place, atPeer));
    ladder.add('listener', listener);
    this.#addAttached(ladder);
  }

  /** The pathway that the nearest scope so far attaches: a group's own before one outside, before the groups. */
  #addAttached(ladder: Ladder): void {
    const table = this.#table;
    if (this.#pathway === undefined) return;
    for (const { scope } of ladder.rungs) {
      const setting = this.#settings.last(scope, this.#pathway);
      if (setting === 0) continue;
      this.#pathways ??= new GroupedPathways(table);
      const name = table.occurrences.value(setting);
      const grouped = this.#pathways.named(name);
      for (const pathway of grouped) ladder.add('pathway', pathway);
      ladder.add('pathway', table.find(GLOBAL, this.#pathway, name));
      for (const pathway of grouped) ladder.add('pathway', table.parent(pathway));
      return;
    }
  }

  #ofPathway(place: Place, ladder: Ladder): void {
    const grouped = place.kind(0) === 'pathway_group' && place.kind(1) === 'pathway';
    if (place.length > (grouped ? 2 : 1)) {
      addOthers(place, ladder);
      return;
    }
    ladder.add('own', place.scope(place.length - 1));
    if (!grouped) return;
    ladder.add('pathway', this.#table.find(GLOBAL, this.#pathway, place.instance(1)));
    ladder.add('pathway', place.scope(0));
  }

  #matchPeer(container: ScopeId, place: Place, step: number): ScopeId {
    const table = this.#table;
    if (container < 0 || !table.mayHave(container, this.#peer)) return -1;
    const own = place.scope(step);
    if (own >= 0 && table.parent(own) === container) return own;
    const instance = place.instance(step) ?? '';
    const same = table.find(container, this.#peer, instance);
    if (same >= 0) return same;
    const peers = this.#peers.get(container) ?? new Peers(table, container);
    this.#peers.set(container, peers);
    return peers.match(instance) ?? -1;
  }

  #domainsOf(container: ScopeId): OddDomains {
    const domains = this.#domains.get(container) ?? new OddDomains(this.#table, container);
    this.#domains.set(container, domains);
    return domains;
  }
}

/** Scopes of modules and others: what they fall back to is not documented. */
function addOthers(place: Place, ladder: Ladder): void {
  for (let step = place.length - 1; step >= 0; step -= 1) {
    ladder.add(step === place.length - 1 ? 'own' : 'outer', place.scope(step));
  }
}
