import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';

test('without services nobody is connected to, although somebody listens there', async () => {
  const server = createServer((socket) => socket.destroy());
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  const address = { host: '127.0.0.1', port, timeoutMs: 3000 };
  try {
    (await new LocalHost('/').connect(address)).destroy();
    await expect(new LocalHost('/', false).connect(address)).rejects.toThrow('--no-services');
  } finally {
    server.close();
  }
});
