import type { Host } from '../../host/host.ts';
import type { Service } from '../../services/service.ts';
import { certificatesIn } from '../../tls/certificate/chain.ts';
import { isFromAuthority, readAuthorities } from './authority.ts';

/** What clients of a service may have: its certificate and chain, without the key that may be in the same file. */
export async function publicPart(
  host: Host,
  service: Service,
): Promise<{ readonly pem: string; readonly local: boolean } | undefined> {
  const place = await service.certificate(host);
  const file = place === undefined ? undefined : await host.read(place.certificate);
  const chain = certificatesIn(file?.bytes.toString('latin1') ?? '');
  const [leaf] = chain;
  if (leaf === undefined) return undefined;
  const authorities = await readAuthorities(host);
  const local = isFromAuthority(leaf, authorities);
  // Clients go by the authority: the certificate itself will be another one soon.
  return { pem: [...chain, ...(local ? authorities.map(({ pem }) => pem) : [])].join(''), local };
}
