/**
 * A shell script as it will stand in the tree. Backslashes are the shell's own; `@{` stands for `${`,
 * which a template string would take for itself.
 */
export function shell(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: strings.raw }, ...values);
  return text.replaceAll('@{', '${').replace(/^\n/, '');
}
