import { effective } from '../../config/ecelerity/effective.ts';
import { type Configuration, declarationsOf } from '../../config/ecelerity/read.ts';
import { parseAddressPort } from '../../config/httpd/addresses.ts';

/** A TCP socket that the mail server opens. */
export interface MailListen {
  /** Undefined: every address. */
  readonly address: string | undefined;
  readonly port: number;
  /** Of its listener, in lower case: `http_listener`. */
  readonly keyword: string;
  /** `file:line` */
  readonly place: string;
}

/** Every Listen of every listener that is not switched off; Unix sockets left out. */
export function mailListens(configuration: Configuration): readonly MailListen[] {
  const listeners = [...configuration.global.children()].filter(({ keyword }) => keyword.endsWith('_listener'));
  return listeners.flatMap((listener) =>
    [...listener.children()].flatMap((listen) => {
      const instance = listen.instance ?? '';
      const place = instance.startsWith('/') ? undefined : parseAddressPort(instance.replace(/^\*?:/, ''));
      const off = /^(?:false|off|0|disabled)$/i.test(effective(configuration, listen, 'enable').value ?? '');
      const opened = declarationsOf(configuration, listen).at(-1);
      if (listen.keyword !== 'listen' || place?.port === undefined || off || opened === undefined) return [];
      const address = place.address === '0.0.0.0' ? undefined : place.address;
      return [{ address, port: place.port, keyword: listener.keyword, place: `${opened.file}:${opened.line}` }];
    }),
  );
}
