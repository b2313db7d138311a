import type { Symptom } from './symptom.ts';

/** Momentum manual, "Enabling webhooks". */
export const rabbitmqTlsFails: Symptom = {
  id: 'rabbitmq-tls-fails',
  title: 'RabbitMQ is not reached over TLS',
  meaning: 'Clients refuse a certificate that is not valid, is signed by itself, or has no alternative names.',
  words: ['RabbitMQ', 'webhooks', 'event_hose', '5671', 'certificate', 'SAN'],
  messages: [
    {
      pattern: /Clients may fail to connect if the certificate is invalid, self-signed, or missing SAN entries/i,
      example: 'Clients may fail to connect if the certificate is invalid, self-signed, or missing SAN entries',
    },
  ],
  concerns: { since: '5.1' },
  steps: [
    'Take a certificate that a CA signed and that has the name of the host among its alternative names',
    'event_hose { use_tls = 1 port = 5671 tls_ca = "..." tls_certificate = "..." tls_key = "..." }, with files that ecuser can read',
    'Look at what it shows: momentum-secure verify --host HOST --port 5671 --starttls none',
  ],
  faults: [],
};
