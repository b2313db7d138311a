import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { port } from '../../src/preflight/port.ts';
import { planned, see, stockTree } from './support.ts';

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('the ports that the web UI will listen on', () => {
  test('pass where nobody is there yet', async () => {
    const { statuses, text } = await see(port, await planned(await stockTree(), { webUiSsl: 'require' }));
    expect(statuses).toEqual(['pass']);
    expect(text).toMatch(/127\.0\.0\.1:\d+/);
  });

  test('fail where another program has one, by address and number', async () => {
    const taken = await takenPort();
    const { statuses, text } = await see(
      port,
      await planned(await stockTree(), { webUiSsl: 'offer', webUi: { httpsPort: taken } }),
    );
    expect(statuses).toContain('fail');
    expect(text).toContain(`127.0.0.1:${taken} is taken by another program`);
  });

  test('are not asked for where the plan opens none', async () => {
    expect((await see(port, await planned(await stockTree(), { databaseSsl: 'offer' }))).findings).toEqual([]);
  });
});
