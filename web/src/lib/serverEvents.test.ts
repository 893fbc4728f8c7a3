import { expect, it } from 'vitest';
import { readServerEvents, type ServerEvent } from './serverEvents';

it('reads events however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode('retry: 1000\n\nid: 1\nevent: run\ndata: {"name":"ü"}\n\n: still here\n\nevent: end\ndata: {}\n\n');
  for (let cut = 1; cut < bytes.length; cut++) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    const events: ServerEvent[] = [];
    for await (const event of readServerEvents(stream)) events.push(event);
    expect(events).toEqual([
      { event: 'run', data: '{"name":"ü"}' },
      { event: 'end', data: '{}' },
    ]);
  }
});
