import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programHere } from './faces.ts';
import { makeTree, removeTree, run, sharedTree } from './support.ts';

const ETC = 'opt/msys/ecelerity/etc';
const CONF = `${ETC}/conf/default/ecelerity.conf`;
const ECCFG = 'opt/msys/ecelerity/bin/eccfg';
const VALIDATE = 'opt/msys/ecelerity/bin/validate_config';
const OUTBOUND = ['--set', 'tls.outbound=poodle-fix'];

const open = programHere();
const tree = sharedTree();
const eccfg = async (...args: string[]) => (await run([tree().at(ECCFG), ...args])).out;

/** Has `script` happen while an apply asks validate_config, once its edit is in place. */
function duringApply(script: string): () => void {
  const real = tree().at(`${VALIDATE}.real`);
  renameSync(tree().at(VALIDATE), real);
  const etc = tree().at(ETC);
  const lines = [
    '#!/bin/sh',
    `if grep -q '^tls_protocols' '${etc}/conf/default/ecelerity.conf'; then ${script} >/dev/null; fi`,
    `exec '${tree().at(`${VALIDATE}.asked`)}' "$@"`,
  ];
  // The stand-in finds its tree by its own name.
  const text = execFileSync('sed', [`s#validate_config}#validate_config.asked}#`, real], { encoding: 'utf8' });
  writeFileSync(tree().at(`${VALIDATE}.asked`), text, { mode: 0o755 });
  writeFileSync(tree().at(VALIDATE), `${lines.join('\n')}\n`, { mode: 0o755 });
  return () => renameSync(real, tree().at(VALIDATE));
}

test('a checkout of eccfg pull that began before takes the change away: everything is put back, and said', async () => {
  const before = tree().read(CONF);
  const etc = tree().at(ETC);
  execFileSync('cp', ['-a', `${etc}/conf`, `${etc}/confAb12Xy`]);
  const undo = duringApply(`mv '${etc}/conf' '${etc}/old' && mv '${etc}/confAb12Xy' '${etc}/conf' && rm -rf '${etc}/old'`);
  const { exit, doc } = await tree().secureJson('apply', '--yes', ...OUTBOUND);
  undo();
  expect(exit).toBe(4);
  expect(doc.outcome).toBe('rolled-back');
  expect(doc.said.join('\n')).toContain('eccfg pull');
  const [why] = doc.findings;
  expect(why).toMatchObject({ id: 'apply-rolled-back', status: 'fail' });
  expect([why.what, ...why.evidence].join('\n')).toContain('eccfg pull');
  expect(tree().read(CONF)).toBe(before);
});

test('eccfg pull in the middle of an apply, with the change in it, does no harm', async () => {
  const undo = duringApply(`'${tree().at(ECCFG)}' pull`);
  const { exit, doc } = await tree().secureJson('apply', '--yes', ...OUTBOUND);
  undo();
  expect([exit, doc.outcome], JSON.stringify(doc.said)).toEqual([0, 'applied']);
  expect(tree().read(CONF)).toContain('tls_protocols');
  // Without anybody to ask it is only said.
  expect(doc.next.join('\n')).toContain('/opt/msys/ecelerity/bin/eccfg commit --username ADMIN');
  expect(await eccfg('status')).toBe('M       default/ecelerity.conf\n');
  expect((await tree().secureJson('rollback', '--yes')).exit).toBe(0);
  expect(await eccfg('status')).toBe('');
});

test('interactive apply offers the commit after the proof: no by default, and its password is typed into eccfg', async () => {
  const password = /^ADMIN_PASSWORD=(.*)$/m.exec(tree().read('opt/msys/etc/installer/lastinstall'))?.[1] ?? '';
  const apply = async (answer: string, ...args: string[]) => {
    const terminal = open(tree().root, { columns: 100, rows: 200, args: ['apply', ...args] });
    await terminal.shows('Apply these changes?');
    terminal.type('y\r');
    await terminal.shows('Commit it now as admin?');
    expect(terminal.text()).toContain('Applied as');
    terminal.type(`${answer}\r`);
    return terminal;
  };
  const declined = await apply('', ...OUTBOUND);
  expect(await declined.exit()).toBe(0);
  expect(declined.text()).toContain('Not committed.');
  expect(await eccfg('status')).toBe('M       default/ecelerity.conf\n');
  const taken = await apply('y', '--set', 'tls.inbound=[TLSv1.2]');
  await taken.shows('Password for admin:');
  taken.type(`${password}\r`);
  expect(await taken.exit()).toBe(0);
  expect(taken.text()).toMatch(/Sending\s+default\/ecelerity.conf[\s\S]*Committed revision 47\.[\s\S]*Committed\./);
  expect(taken.output).not.toContain(password);
  expect(await eccfg('status')).toBe('');
});

test('a file that is new to the repository is ours too: eccfg asks about it, and what to say is said', async () => {
  const terminal = open(tree().root, { columns: 100, rows: 200, args: ['apply', '--set', 'dhe=true'] });
  await terminal.shows('Apply these changes?');
  terminal.type('y\r');
  await terminal.shows('Commit it now as admin?');
  expect(terminal.text()).toMatch(/Say\s+yes\s+when\s+it\s+asks/);
  terminal.type('\r');
  expect(await terminal.exit()).toBe(0);
  expect(await eccfg('status')).toContain('?       default/dhparams-ffdhe2048.pem\n');
  expect((await tree().secureJson('rollback', '--yes')).exit).toBe(0);
  expect(await eccfg('status')).toBe('');
});

test('nothing is offered beside the work of others, or away from the manager', async () => {
  tree().edit(`${ETC}/conf/default/webui-common.conf`, (text) => `${text}# somebody is at it\n`);
  const beside = await tree().secureJson('apply', '--yes', '--set', 'tls.outbound=[TLSv1.2]');
  expect(beside.doc.next.join('\n')).toContain('Look first at what else is waiting there: M       default/webui-common.conf');
  renameSync(tree().at('var/ecconfigd/repo'), tree().at('var/ecconfigd/elsewhere'));
  const terminal = open(tree().root, { columns: 100, rows: 200, args: ['apply', ...OUTBOUND] });
  await terminal.shows('Apply these changes?');
  terminal.type('y\r');
  expect(await terminal.exit()).toBe(0);
  expect(terminal.text()).toMatch(/The\s+repository\s+is\s+on\s+the\s+manager/);
  expect(terminal.text()).not.toContain('Commit it now');
});

test('5.x has no repository: files are copied, and that is said', async () => {
  const five = await makeTree({ momentum: '5.0' });
  try {
    const { doc } = await five.secureJson('apply', '--yes', ...OUTBOUND);
    expect(doc.next.join('\n')).toContain(`Copy /${CONF} to the other nodes`);
  } finally {
    await removeTree(five);
  }
});
