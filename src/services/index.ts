import { ecconfigd } from './ecconfigd/index.ts';
import { ecelerity } from './ecelerity/index.ts';
import { ecwebui } from './ecwebui/index.ts';
import { msyspg } from './msyspg/index.ts';
import type { Service } from './service.ts';

/** In the order in which they are restarted: the web UI asks the database. */
export const services: readonly Service[] = [msyspg, ecwebui, ecconfigd, ecelerity];
