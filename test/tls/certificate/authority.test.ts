import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { issueAuthority, signLeaf } from '../../../src/tls/certificate/authority.ts';
import { certificatesIn, chainProblem } from '../../../src/tls/certificate/chain.ts';
import { generateRsaKey } from '../../../src/tls/certificate/issue.ts';
import { compareKey } from '../../../src/tls/certificate/key.ts';
import { makeRequest } from '../../../src/tls/certificate/request.ts';
import { run, scratch } from '../support.ts';

const facts = { hostname: 'mail1.example.com', altNames: ['192.0.2.10', 'mail1'], keyBits: 2048, days: 30 } as const;

async function authorityAndLeaf(name: string) {
  const now = new Date();
  const authority = await issueAuthority({ name, keyBits: 2048, days: 3650 }, now);
  const { privateKey } = await generateRsaKey(2048);
  return { authority, keyPem: privateKey, leaf: await signLeaf(privateKey, facts, authority, now) };
}

describe("an authority of one's own", () => {
  test('signs a server that openssl verifies strictly, and no other authority does', async () => {
    const directory = await scratch();
    const [one, other] = await Promise.all([authorityAndLeaf('One CA'), authorityAndLeaf('Other CA')]);
    const files = { one: one.authority.certificatePem, other: other.authority.certificatePem, leaf: one.leaf };
    for (const [name, pem] of Object.entries(files)) await writeFile(join(directory, `${name}.crt`), pem);
    const verify = (ca: string, ...more: string[]) =>
      run('openssl', [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        ...more,
        '-CAfile',
        join(directory, `${ca}.crt`),
        join(directory, 'leaf.crt'),
      ]);
    expect(await verify('one', '-verify_hostname', 'mail1.example.com')).toMatchObject({ exit: 0 });
    expect(await verify('one', '-verify_hostname', 'elsewhere.example.com')).not.toMatchObject({ exit: 0 });
    expect(await verify('other')).not.toMatchObject({ exit: 0 });
    expect(compareKey(one.keyPem, one.leaf)).toBe('match');
    const { stdout } = await run('openssl', ['x509', '-in', join(directory, 'one.crt'), '-noout', '-text']);
    for (const line of ['CA:TRUE, pathlen:0', 'Certificate Sign, CRL Sign', 'Subject: CN = One CA'])
      expect(stdout).toContain(line);
  });
});

describe('a request', () => {
  test('is accepted by openssl, for every name, signed by the key it is about', async () => {
    const directory = await scratch();
    const { privateKey } = await generateRsaKey(2048);
    const path = join(directory, 'request.csr');
    await writeFile(path, await makeRequest(privateKey, facts));
    const { exit, stdout, stderr } = await run('openssl', ['req', '-in', path, '-noout', '-verify', '-text']);
    expect(exit, stderr).toBe(0);
    expect(stdout + stderr).toMatch(/verify OK/i);
    expect(stdout).toContain('Subject: CN = mail1.example.com');
    expect(stdout).toContain('DNS:mail1.example.com, IP Address:192.0.2.10, DNS:mail1');
  });
});

describe('a chain', () => {
  test('is in order only with the server first and each issuer after', async () => {
    const [one, other] = await Promise.all([authorityAndLeaf('One CA'), authorityAndLeaf('Other CA')]);
    const right = [one.leaf, one.authority.certificatePem];
    expect(certificatesIn(right.join('some text\n'))).toEqual(right);
    expect(chainProblem(right)).toBeUndefined();
    expect(chainProblem([one.leaf])).toBeUndefined();
    expect(chainProblem([one.leaf, other.authority.certificatePem])).toMatch(
      /certificate 2 \(CN=Other CA\) did not issue .*One CA is not among/,
    );
    expect(chainProblem([one.leaf, other.authority.certificatePem, one.authority.certificatePem])).toMatch(/certificate 3 did/);
  });
});
