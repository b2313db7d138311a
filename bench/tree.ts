/**
 * The text of a large site's ecelerity.conf of about `bytes` bytes, always the same: bindings in groups,
 * with domains of their own, listeners with peers; about 200 bytes a scope, a fifth of them with TLS settings.
 */
export function generateTree(bytes: number): string {
  const pieces: string[] = ['# Generated\nTLS_Protocols = "+ALL:-SSLv3"\nTLS = "ifavailable"\n', listeners(bytes)];
  let length = pieces.join('').length;
  for (let group = 0; length < bytes; group += 1) {
    const piece = bindingGroup(group);
    pieces.push(piece);
    length += piece.length;
  }
  // One flat string of one byte a character, as a file that was read is.
  return Buffer.from(pieces.join(''), 'latin1').toString('latin1');
}

function listeners(bytes: number): string {
  const peers = Array.from({ length: Math.ceil(bytes / 100_000) }, (_, index) => {
    return `    Peer "10.${index >> 8}.${index & 255}.0/24" { Max_Recipients_Per_Connection = 1000 }\n`;
  });
  return `ESMTP_Listener {\n  Listen ":25" {\n    TLS_Protocols = "+ALL"\n${peers.join('')}  }\n  Listen ":587" { }\n}\n`;
}

function bindingGroup(group: number): string {
  const bindings = Array.from({ length: 10 }, (_, index) => binding(group, group * 10 + index));
  return `Binding_Group "group${group}" {\n  Max_Deliveries_Per_Connection = 50\n${bindings.join('')}}\n`;
}

function binding(group: number, number: number): string {
  const protocols = number % 5 === 0 ? '    TLS_Protocols = "+ALL:-SSLv2:-SSLv3"\n' : '';
  const domains = Array.from({ length: 5 }, (_, index) => domain(number, index));
  return `  Binding "out${number}" {
    # Customer ${number} of group ${group}; do not change without asking the account's owner.
    Bind_Address = "10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}"
    EHLO_Hostname = "out${number}.mail.example.com"
    Max_Outbound_Connections = 200
${protocols}${domains.join('')}  }
`;
}

function domain(binding: number, index: number): string {
  const tls = (binding + index) % 5 === 0 ? '      TLS = "required"\n      TLS_Verify = "ca"\n' : '';
  return `    Domain "customer${binding}-${index}.example.net" {
      Max_Outbound_Connections = 20   # they throttle above this
      Outbound_Throttle_Messages = 100/60
      Retry_Interval = 1200
${tls}    }
`;
}
