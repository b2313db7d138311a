/**
 * The stand-in for credmgr: a real SQLite database, passwords in real AES (EVP's way: a random IV before
 * the text). As the manual has it, only create_db and create_key take a file's place; all else is kept
 * in the default files. Both belong to root, and ecuser may read them.
 */
export const credmgrSource = String.raw`
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DatabaseSync } from 'node:sqlite';

const [self, group, ...words] = process.argv.slice(2);
const root = self.slice(0, -'/opt/msys/ecelerity/bin/credmgr'.length);
const DEFAULT = { d: '/opt/msys/ecelerity/etc/credentials.db', k: '/opt/msys/ecelerity/etc/credentials.key' };
const FACILITIES = ['pgsql', 'odbc', 'mysql', 'ldap', 'proxy', 'eccfg', 'ecconfigd', 'ecdb'];

class Refusal extends Error {}

function refuse(why) {
  throw new Refusal(why);
}

// Links of the tree lead on inside of it.
function onDisk(path) {
  let at = path.startsWith(root + '/') ? path.slice(root.length) : path;
  for (let links = 0; links < 40; links += 1) {
    const disk = root + at;
    if (!lstatSync(disk, { throwIfNoEntry: false })?.isSymbolicLink()) return disk;
    at = resolve(dirname(at), readlinkSync(disk));
  }
  refuse(path + ': too many links');
}

function own(disk) {
  if (process.getuid() === 0) chownSync(disk, 0, Number(group));
  chmodSync(disk, 0o640);
}

function openStore(disk) {
  return new DatabaseSync(disk);
}

function readKey(disk) {
  if (!existsSync(disk)) refuse('the key file does not exist: run create_key first');
  const [cipher, key] = readFileSync(disk, 'utf8').trim().split(' ');
  return { cipher, key: Buffer.from(key, 'base64') };
}

function ivLength(cipher) {
  if (cipher.endsWith('-ecb')) return 0;
  return cipher.startsWith('des') ? 8 : 16;
}

function encrypt({ cipher, key }, text) {
  const iv = randomBytes(ivLength(cipher));
  const engine = createCipheriv(cipher, key, iv.length === 0 ? null : iv);
  return Buffer.concat([iv, engine.update(text, 'utf8'), engine.final()]);
}

function decrypt({ cipher, key }, blob) {
  const bytes = Buffer.from(blob);
  const length = ivLength(cipher);
  const engine = createDecipheriv(cipher, key, length === 0 ? null : bytes.subarray(0, length));
  return Buffer.concat([engine.update(bytes.subarray(length)), engine.final()]).toString('utf8');
}

function newKey(options) {
  const size = options.key_size ?? '32';
  const mode = options.block_mode ?? 'cbc';
  const name = options.cipher ?? 'aes';
  if (!['16', '24', '32'].includes(size)) refuse('--key_size: expected 16, 24 or 32');
  if (!['cbc', 'ecb', 'ofb', 'cfb'].includes(mode)) refuse('--block_mode: ' + mode + ' is not known');
  if (name === 'aes') return { cipher: 'aes-' + Number(size) * 8 + '-' + mode, key: randomBytes(Number(size)) };
  if (/^des_ede3(_cbc)?$/.test(name)) return { cipher: 'des-ede3-cbc', key: randomBytes(24) };
  refuse('--cipher: ' + name + ' is not known');
}

const actions = {
  create_db({ d = DEFAULT.d }) {
    const disk = onDisk(d);
    if (existsSync(disk)) refuse(d + ' already exists');
    const store = openStore(disk);
    store.exec('CREATE TABLE credentials (username TEXT, hostname TEXT, facility TEXT, password BLOB, PRIMARY KEY (username, hostname, facility))');
    store.close();
    own(disk);
  },

  create_key(options) {
    const disk = onDisk(options.k ?? DEFAULT.k);
    const next = newKey(options);
    const store = onDisk(DEFAULT.d);
    if (existsSync(disk) && existsSync(store)) reencrypt(store, readKey(disk), next);
    writeFileSync(disk, next.cipher + ' ' + next.key.toString('base64') + '\n', { mode: 0o600 });
    own(disk);
  },

  set_cred(options) {
    const entry = identity(options);
    if (options.password === undefined) refuse('set_cred: expected -p PASSWORD');
    const disk = existing();
    const key = readKey(onDisk(DEFAULT.k));
    const store = openStore(disk);
    store.prepare('INSERT OR REPLACE INTO credentials VALUES (?, ?, ?, ?)').run(...entry, encrypt(key, options.password));
    store.close();
    own(disk);
  },

  get_cred(options) {
    const store = openStore(existing());
    const given = ['hostname', 'username', 'facility'].filter((name) => options[name] !== undefined);
    const key = given.length > 0 || options.P ? readKey(onDisk(DEFAULT.k)) : undefined;
    const rows = store.prepare('SELECT * FROM credentials ORDER BY facility, hostname, username').all();
    if (given.length > 0) {
      for (const row of rows)
        if (given.every((name) => row[name] === options[name])) console.log(decrypt(key, row.password));
      return;
    }
    for (const { username, hostname, facility, password } of rows)
      console.log([username, hostname, facility, ...(options.P ? [decrypt(key, password)] : [])].join('\t'));
  },

  del_cred(options) {
    const entry = identity(options);
    const disk = existing();
    const store = openStore(disk);
    store.prepare('DELETE FROM credentials WHERE username = ? AND hostname = ? AND facility = ?').run(...entry);
    store.close();
  },
};
actions['del-cred'] = actions.del_cred;

function existing() {
  const disk = onDisk(DEFAULT.d);
  if (!existsSync(disk)) refuse('the credentials database does not exist: run create_db first');
  return disk;
}

function identity({ username, hostname, facility }) {
  if (!username || !hostname || !facility) refuse('expected -h HOSTNAME, -u USERNAME and -f FACILITY');
  return [username, hostname, facility];
}

function reencrypt(disk, old, next) {
  const store = openStore(disk);
  store.exec('BEGIN');
  const update = store.prepare('UPDATE credentials SET password = ? WHERE rowid = ?');
  for (const { rowid, password } of store.prepare('SELECT rowid, password FROM credentials').all())
    update.run(encrypt(next, decrypt(old, password)), rowid);
  store.exec('COMMIT');
  store.close();
}

const TAKES = {
  create_db: ['d'],
  create_key: ['k', 'cipher', 'key_size', 'block_mode'],
  set_cred: ['hostname', 'username', 'facility', 'password'],
  get_cred: ['hostname', 'username', 'facility', 'P'],
  del_cred: ['hostname', 'username', 'facility'],
};
TAKES['del-cred'] = TAKES.del_cred;

try {
  const [action, ...args] = words;
  if (!Object.hasOwn(actions, action ?? '')) refuse('Usage: credmgr {create_db|create_key|set_cred|get_cred|del_cred} [options]');
  const { values } = parseArgs({
    args,
    options: {
      d: { type: 'string', short: 'd' },
      k: { type: 'string', short: 'k' },
      hostname: { type: 'string', short: 'h' },
      username: { type: 'string', short: 'u' },
      facility: { type: 'string', short: 'f' },
      password: { type: 'string', short: 'p' },
      P: { type: 'boolean', short: 'P' },
      cipher: { type: 'string' },
      key_size: { type: 'string' },
      block_mode: { type: 'string' },
    },
  });
  const wrong = Object.keys(values).find((name) => !TAKES[action].includes(name));
  if (wrong !== undefined) refuse(action + ' does not take -' + (wrong.length > 1 ? '-' : '') + wrong);
  if (values.facility !== undefined && !FACILITIES.includes(values.facility))
    refuse('-f: expected one of ' + FACILITIES.join(', '));
  actions[action](values);
} catch (error) {
  console.error('credmgr: ' + (error instanceof Error ? error.message : error).replaceAll(root + '/', '/'));
  process.exitCode = 1;
}
`.trimStart();
