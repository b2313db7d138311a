import { describe, expect, test } from 'vitest';
import { explain, explanations } from '../../src/answers/explanations.ts';
import { AnswersSyntaxError, parseAnswers, setAnswers } from '../../src/answers/read.ts';
import { checkAnswers } from '../../src/answers/schema.ts';

const problems = (raw: unknown) => {
  const checked = checkAnswers(raw);
  return checked.ok ? [] : checked.problems.map(({ message }) => message);
};

describe('what is allowed', () => {
  test('nothing at all, and everything that the design names for both choices', () => {
    expect(checkAnswers(undefined)).toEqual({ ok: true, answers: {} });
    const certificates = { hostname: 'mail1.example.com', altNames: ['mail1', '192.0.2.10', '::1'], keyBits: 3072, days: 365 };
    const answers = {
      databaseSsl: 'offer',
      webUiSsl: 'require',
      webUi: { httpsPort: 8443 },
      certificates: { ...certificates, database: { ...certificates, source: 'keep' }, webUi: { source: 'self-signed' } },
    };
    expect(checkAnswers(answers)).toEqual({ ok: true, answers });
  });

  test('a pair from files, or one that is still to be signed', () => {
    const files = { source: 'files', certificate: '/root/mail1.crt', key: '/root/mail1.key', chain: '/root/ca.crt' };
    const answers = { certificates: { webUi: files, database: { source: 'csr' } } };
    expect(checkAnswers(answers)).toEqual({ ok: true, answers });
  });

  test('true is require and false is off, as the installer asked it', () => {
    expect(checkAnswers({ databaseSsl: true, webUiSsl: false })).toEqual({
      ok: true,
      answers: { databaseSsl: 'require', webUiSsl: 'off' },
    });
  });

  test('null takes a choice back; of any other answer it means that there is none', () => {
    const raw = { databaseSsl: null, webUiSsl: null, webUi: { httpsPort: null }, certificates: { hostname: null, webUi: null } };
    expect(checkAnswers(raw)).toEqual({
      ok: true,
      answers: { databaseSsl: null, webUiSsl: null, webUi: {}, certificates: {} },
    });
  });
});

describe('what is not, with the key, what it was and what is allowed', () => {
  test.each([
    [{ databaseSsl: 'maybe' }, 'databaseSsl: expected off, offer or require, got "maybe"'],
    [{ databaseSsl: 1 }, 'databaseSsl: expected off, offer or require, got 1'],
    [{ webUi: { httpsPort: 0 } }, 'webUi.httpsPort: expected a whole number from 1 to 65535, got 0'],
    [{ webUi: { httpsPort: 65_536 } }, 'webUi.httpsPort: expected a whole number from 1 to 65535, got 65536'],
    [{ webUi: { httpsPort: '443' } }, 'webUi.httpsPort: expected a whole number from 1 to 65535, got "443"'],
    [{ webUi: 443 }, 'webUi: expected a mapping, got 443'],
    [{ certificates: { keyBits: 1024 } }, 'certificates.keyBits: expected 2048, 3072 or 4096, got 1024'],
    [{ certificates: { days: 1.5 } }, 'certificates.days: expected a whole number from 1 to 3650, got 1.5'],
    [{ certificates: { altNames: 'mail1' } }, 'certificates.altNames: expected a list of names and addresses, got "mail1"'],
    [
      { certificates: { webUi: { source: 'magic' } } },
      'certificates.webUi.source: expected keep, self-signed, local-ca, files or csr, got "magic"',
    ],
    [
      { certificates: { webUi: { source: 'files' } } },
      'certificates.webUi.certificate: expected the absolute path of a PEM file on this host, which source: files puts in place, got nothing',
    ],
    [
      { certificates: { webUi: { source: 'files', certificate: 'mail1.crt' } } },
      'certificates.webUi.certificate: expected the absolute path of a PEM file on this host, got "mail1.crt"',
    ],
    [
      { certificates: { database: { source: 'csr', key: '/root/mail1.key' } } },
      'certificates.database.key: expected only beside source: files, got "/root/mail1.key"',
    ],
    [
      { certificates: { database: { chain: '/root/ca.crt' } } },
      'certificates.database.chain: expected only beside source: files, got "/root/ca.crt"',
    ],
    [
      { colour: 'red' },
      'colour is not known (it was "red"); the answers may have databaseSsl, webUiSsl, encryptedPasswords, webUi, tls, dhe, certificates',
    ],
    [{ webUi: { port: 443 } }, 'webUi.port is not known (it was 443); webUi may have httpsPort'],
    [{ dhe: 'on' }, 'dhe: expected true, false, or a mapping of enabled, parameters and force, got "on"'],
    [{ dhe: { enabled: 'yes' } }, 'dhe.enabled: expected true or false, got "yes"'],
    [{ dhe: { bits: 512 } }, 'dhe.bits is not known (it was 512); dhe may have enabled, parameters, force'],
    [
      { dhe: { parameters: 'ffdhe1024' } },
      'dhe.parameters: expected ffdhe2048, ffdhe3072, ffdhe4096, generate:2048, generate:3072, generate:4096, the absolute path of a file, or built-in, got "ffdhe1024"',
    ],
    [{ encryptedPasswords: 'yes' }, 'encryptedPasswords: expected true or false, got "yes"'],
  ])('%j', (raw, message) => {
    expect(problems(raw)).toEqual([message]);
  });

  test.each([
    [512, '512 bits can be broken in minutes (Logjam, CVE-2015-4000)'],
    [1024, '1024 bits are within reach of a state (Logjam, CVE-2015-4000)'],
    [1536, '1536 bits are fewer than the 2048 of RFC 9325'],
  ])('generate:%i, with the reason', (bits, why) => {
    expect(problems({ dhe: { parameters: `generate:${bits}` } })[0]).toMatch(/^dhe\.parameters: expected ffdhe2048, /);
    expect(problems({ dhe: { parameters: `generate:${bits}` } })[0]).toContain(`; ${why}, got "generate:${bits}"`);
  });

  test('a host name that is none', () => {
    for (const hostname of ['a b', '', 'mail1_x.example.com', '192.0.2.999', 'mail1.example.com:443', '-a.example.com'])
      expect(problems({ certificates: { hostname } })[0]).toMatch(
        /^certificates\.hostname: expected a host name or an address; .*, got "/,
      );
    expect(problems({ certificates: { database: { altNames: ['ok', 'not ok'] } } })[0]).toMatch(
      /^certificates\.database\.altNames\.1: /,
    );
  });

  test('every problem at once, and no mapping at all', () => {
    expect(problems({ databaseSsl: 'x', webUiSsl: 'y' })).toHaveLength(2);
    for (const raw of [['databaseSsl'], 'databaseSsl', 7]) expect(problems(raw)[0]).toContain('expected a mapping of answers');
  });
});

describe('reading', () => {
  test('YAML and JSON; an empty file has no answers', () => {
    expect(parseAnswers('databaseSsl: offer # because\n', 'f')).toEqual({ databaseSsl: 'offer' });
    expect(parseAnswers('{"webUi": {"httpsPort": 8443}}', 'f')).toEqual({ webUi: { httpsPort: 8443 } });
    expect(parseAnswers('# nothing\n', 'f')).toEqual({});
  });

  test('what cannot be read is an error with file, line and column', () => {
    for (const text of ['a: [\n b: c', 'a: 1\na: 2\n', 'a: "x\n', 'a: *nothing\n', '- a\nb: c\n'])
      expect(() => parseAnswers(text, 'answers.yaml')).toThrow(AnswersSyntaxError);
    expect(() => parseAnswers('a: 1\n---\nb: 2\n', 'answers.yaml')).toThrow('answers.yaml: expected one document');
    expect(() => parseAnswers('ok: 1\nbad: "x\n', 'answers.yaml')).toThrow(/^answers\.yaml:\d+:\d+: /);
  });

  test('--set: dotted keys, values in YAML, later ones over earlier ones', () => {
    const given = [
      'databaseSsl=require',
      'webUi.httpsPort=8443',
      'certificates.altNames=[a, b]',
      'webUiSsl=null',
      'databaseSsl=off',
    ];
    expect(setAnswers({ webUi: { httpsPort: 1 } }, given)).toEqual({
      databaseSsl: 'off',
      webUi: { httpsPort: 8443 },
      certificates: { altNames: ['a', 'b'] },
      webUiSsl: null,
    });
  });

  test('--set without a key or a value is an error that shows how', () => {
    for (const each of ['databaseSsl', '=require', '', 'a..b=1', '__proto__.x=1', 'a=[1'])
      expect(() => setAnswers({}, [each])).toThrow(AnswersSyntaxError);
    expect(() => setAnswers({}, ['databaseSsl'])).toThrow(
      '--set databaseSsl: expected key=value, as in --set databaseSsl=require',
    );
  });
});

test('--set: a named policy and a list for one direction contradict each other, but either goes over a file', () => {
  const named = 'tls.inbound=poodle-fix';
  const list = 'tls.inbound=[TLSv1.2]';
  for (const both of [
    [named, list],
    [list, named],
    ['tls={inbound: modern}', list],
  ])
    expect(() => setAnswers({}, both)).toThrow('tls.inbound was given both a named policy and a list');
  expect(setAnswers({ tls: { inbound: 'poodle-fix' } }, [list])).toEqual({ tls: { inbound: ['TLSv1.2'] } });
  expect(setAnswers({}, [named, 'tls.outbound=[TLSv1.2]', 'tls.inbound=modern'])).toEqual({
    tls: { inbound: 'modern', outbound: ['TLSv1.2'] },
  });
});

test('a value that is told back is cut where it is long', () => {
  const checked = checkAnswers('a'.repeat(100_000));
  expect(checked.ok ? '' : checked.problems.map(({ message }) => message).join('')).toMatch(/^.{1,400}$/);
});

describe('explain', () => {
  test('every key that is allowed is explained, per service too', () => {
    for (const { key } of explanations) expect(explain(key.toUpperCase())?.key).toBe(key);
    expect(explain('certificates.webUi.source')).toMatchObject({
      key: 'certificates.webUi.source',
      allowed: 'keep, self-signed, local-ca, files or csr',
    });
    expect(explain('certificates.database.keyBits')?.meaning).toBe(explain('certificates.keyBits')?.meaning);
    expect(explain('certificates.webUi.key')?.meaning).toBe(explain('certificates.database.key')?.meaning);
    expect(explain('certificates.webUi.colour')).toBeUndefined();
    expect(explain('colour')).toBeUndefined();
  });
});
