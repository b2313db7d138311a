/** What sections that are decided while Apache reads (IfModule, IfDefine, Include of variables) depend on. */
export interface ReadState {
  /** `Define` and -D: name to value, which may be empty. */
  readonly defines: Map<string, string>;
  readonly environment: Readonly<Record<string, string>>;
  /** What IfModule may ask for, in both spellings: `ssl_module` and `mod_ssl.c`. */
  readonly modules: Set<string>;
  /** Those loaded under a condition that could not be decided. */
  readonly possibleModules: Set<string>;
  /** Whether `modules` was begun with all that are compiled in: then one that is not among them is not there. */
  readonly modulesKnown: boolean;
}

/** Sections that hold their body at server level: they decide whether it counts, not where. */
const TRANSPARENT: ReadonlySet<string> = new Set(['ifmodule', 'ifdefine', 'ifversion', 'iffile']);

export function isTransparent(name: string): boolean {
  return TRANSPARENT.has(name.toLowerCase());
}

/** Modules that every httpd has. */
export const CORE_MODULES: readonly string[] = ['core.c', 'core_module', 'mod_so.c', 'so_module', 'http_core.c', 'http_module'];

/** Whether the body of a section counts: undefined where it cannot be told from the files. */
export function conditionHolds(name: string, args: readonly string[], state: ReadState): boolean | undefined {
  const argument = args[0] ?? '';
  const negated = argument.startsWith('!');
  const asked = negated ? argument.slice(1) : argument;
  const kind = name.toLowerCase();
  if (kind === 'ifdefine') return state.defines.has(asked) !== negated;
  if (kind === 'ifmodule') {
    if (state.modules.has(asked)) return !negated;
    return state.modulesKnown && !state.possibleModules.has(asked) ? negated : undefined;
  }
  return isTransparent(name) ? undefined : true;
}

/** The spellings under which IfModule finds what `LoadModule name path` loads: its symbol, and the source file its name tells. */
export function moduleNames(symbol: string, path: string): string[] {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return [symbol, `mod_${symbol.replace(/_module$/, '')}.c`, base.replace(/\.(so|sl|dll)$/, '.c')];
}

/** `text` with each `${NAME}` that is defined, here or in the environment, replaced; others stay (ap_resolve_env). */
export function resolveVariables(text: string, { defines, environment }: ReadState): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{([^}$]*)\}/g, (whole, name: string) => {
    return defines.get(name) ?? (Object.hasOwn(environment, name) ? environment[name] : undefined) ?? whole;
  });
}
