/** Where one is, by the step's title: which number it has and of how many hangs on the choices that there are. */
export function stepTitled(title: string): RegExp {
  const words = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, '\\s+');
  return new RegExp(`\\d+ of \\d+(: | +)${words}`);
}
