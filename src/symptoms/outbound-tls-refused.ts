import type { Symptom } from './symptom.ts';

/** Momentum manual, "Response messages". */
export const outboundTlsRefused: Symptom = {
  id: 'outbound-tls-refused',
  title: 'Mail waits or bounces, because TLS with the other side does not come about',
  meaning:
    'tls = required wants TLS and the other side does not offer it, or breaks it off; the same with ifavailable where tls_ifavailable_fallback is off.',
  words: ['delivery', 'delayed', 'bounce', 'STARTTLS', '4.7.5', '4.7.6', 'tls = required', 'ifavailable'],
  messages: [
    { pattern: /\[internal\] TLS negotiation failed/i, example: '451 4.7.5 [internal] TLS negotiation failed' },
    { pattern: /\[internal\] no tls go-ahead/i, example: '[internal] no tls go-ahead' },
    { pattern: /\[internal\] send STARTTLS failed/i, example: '[internal] send STARTTLS failed' },
    {
      pattern: /\[internal\] STARTTLS required but not advertised/i,
      example: '451 4.7.6 [internal] STARTTLS required but not advertised',
    },
  ],
  concerns: { roles: ['mta'] },
  steps: [
    'Ask the other side what it speaks: momentum-secure verify --host MX --port 25 --starttls smtp',
    'Where it has nothing better, for that domain alone: Domain "example.com" { TLS = "ifavailable" }, and tls_ifavailable_fallback = true if mail may go in plain text',
    'Where it speaks only what is switched off here, decide for that domain: TLS_Protocols in its scope',
  ],
  faults: [],
};
