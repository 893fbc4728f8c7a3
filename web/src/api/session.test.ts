import { beforeEach, expect, test, vi } from 'vitest';

const kept = { accessToken: 'old', refreshToken: 'refresh', email: 'ada@example.com', role: 'admin' };

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('sessionStorage', { getItem: () => JSON.stringify(kept), setItem: () => {}, removeItem: () => {} });
});

const answering = async (status: number, body: unknown = {}) => {
  vi.stubGlobal('fetch', async () => Response.json(body, { status }));
  return import('./session');
};

test.each([400, 401, 403])('a session that is refused with %i is over', async (status) => {
  const { refresh, session } = await answering(status);

  expect(await refresh()).toBe(false);
  expect(session()).toBeNull();
});

test.each([429, 500, 503])('a session outlives an answer of %i', async (status) => {
  const { refresh, session } = await answering(status);

  await expect(refresh()).rejects.toThrow(String(status));
  expect(session()).toEqual(kept);
  await expect(refresh()).rejects.toThrow();
});

test('a new token takes the place of the old one', async () => {
  const { refresh, session } = await answering(200, { access_token: 'new', refresh_token: 'next', user: { email: 'ada@example.com', role: 'admin' } });

  expect(await refresh()).toBe(true);
  expect(session()?.accessToken).toBe('new');
});
