import type { Effect } from '../../plan/change.ts';

export const restartWebUi: readonly Effect[] = [{ service: 'ecwebui', action: 'restart' }];
