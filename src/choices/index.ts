import type { Choice } from './choice.ts';
import { databaseSsl } from './database-ssl/index.ts';
import { dhe } from './dhe/index.ts';
import { encryptedPasswords } from './encrypted-passwords/index.ts';
import { tlsProtocols } from './tls-protocols/index.ts';
import { webUiSsl } from './web-ui-ssl/index.ts';

/** In the order in which they are asked and planned: each plans over what those before it leave. */
export const choices: readonly Choice[] = [databaseSsl, webUiSsl, tlsProtocols, dhe, encryptedPasswords];
