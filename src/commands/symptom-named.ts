import { findSymptom, listSymptoms } from '../operations/diagnose.ts';
import { UsageError } from './options.ts';

const MOST_NEAR = 5;

/** The symptom with this id. Throws UsageError that names those that are near. */
export function symptomNamed(where: string, id: string) {
  const found = findSymptom(id);
  if (found !== undefined) return found;
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const shared = (name: string) => words.filter((word) => name.includes(word)).length;
  const near = listSymptoms()
    .map((row) => ({ id: row.id, near: shared(row.id) }))
    .filter((row) => row.near > 0)
    .sort((one, other) => other.near - one.near)
    .slice(0, MOST_NEAR);
  const hint =
    near.length === 0
      ? 'doctor --list names them all'
      : `near it are ${near.map((row) => row.id).join(', ')}; doctor --list names them all`;
  throw new UsageError(`${where}: there is no symptom ${id}; ${hint}`);
}
