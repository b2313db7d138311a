/** A setting given when the server was started. */
export interface CommandLineSetting {
  readonly name: string;
  readonly value: string;
}

/** Options of one letter that stand for a setting (reference page of postgres, "Options"); those with a fixed value take no argument. */
const LETTERS: Readonly<Record<string, { readonly name: string; readonly value?: string }>> = {
  h: { name: 'listen_addresses' },
  i: { name: 'listen_addresses', value: '*' },
  k: { name: 'unix_socket_directories' },
  l: { name: 'ssl', value: 'on' },
  p: { name: 'port' },
};

/**
 * The settings among the arguments of postgres, in order: `-c name=value`, `--name=value` (dashes in
 * the name are underscores) and the letters for the port, the addresses and SSL. Others are passed over.
 */
export function commandLineSettings(args: readonly string[]): CommandLineSetting[] {
  const settings: CommandLineSetting[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg.startsWith('--')) {
      settings.push(...assignment(arg.slice(2)));
      continue;
    }
    const letter = arg.startsWith('-') ? arg.slice(1, 2) : '';
    const known = Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
    if (known?.value !== undefined) settings.push({ name: known.name, value: known.value });
    if (letter !== 'c' && (!known || known.value !== undefined)) continue;
    let value = arg.slice(2);
    if (value === '') {
      index += 1;
      value = args[index] ?? '';
    }
    if (known) settings.push({ name: known.name, value });
    else settings.push(...assignment(value));
  }
  return settings;
}

function assignment(text: string): CommandLineSetting[] {
  const equals = text.indexOf('=');
  if (equals <= 0) return [];
  return [{ name: text.slice(0, equals).replaceAll('-', '_').toLowerCase(), value: text.slice(equals + 1) }];
}
