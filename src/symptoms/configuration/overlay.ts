import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { baseName, parentOf } from '../../model/paths.ts';
import type { Change } from '../../plan/change.ts';
import { editText } from '../change.ts';

interface OverlayLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The line of the main file that includes the overlay, where it stands alone on it; undefined where there is none, or more than one. */
export function overlayLine({ files, main }: Configuration): OverlayLine | undefined {
  const file = files.get(main);
  if (file === undefined || !file.editable) return undefined;
  const names = LAYOUT.datasources.flatMap((path) => [path, baseName(path), parentOf(path), `${parentOf(path)}/`]);
  const found = file.includes.filter((node) => names.includes(file.argument(node) ?? ''));
  const [node] = found;
  if (node === undefined || found.length > 1) return undefined;
  const number = file.positionOf(node).line;
  const text = file.text.split('\n')[number - 1] ?? '';
  return /^\s*(?:readonly_)?include\s+"[^"]*"\s*$/.test(text) ? { number, text } : undefined;
}

/** Makes that line the last one of the main file, byte for byte; [] where a person has to look. */
export async function moveOverlay(host: Host, server: Configuration): Promise<readonly Change[]> {
  const line = overlayLine(server);
  if (line === undefined) return [];
  const reason = {
    why: 'The data source of the installer is read last, and counts',
    affects: [{ service: 'ecelerity', action: 'reload' }] as const,
  };
  return editText(
    host,
    server.main,
    (text) => {
      const lines = text.split('\n');
      const moved = lines.splice(line.number - 1, 1);
      const rest = lines.join('\n');
      return `${rest}${rest.endsWith('\n') || rest === '' ? '' : '\n'}${moved.join('')}\n`;
    },
    reason,
  );
}
