import { expect, test, vi } from 'vitest';
import type { Run } from './types';

vi.stubGlobal('sessionStorage', { getItem: () => null });
const { withFields } = await import('./runs');

const fields = [{ name: 'n', coerced: 1, rejected: 0 }];
const run = (more: Partial<Run>) => ({ id: 'r', status: 'running', ...more }) as Run;

test('an event without fields leaves those that are known, and nothing else', () => {
  expect(withFields(run({ status: 'paused' }), run({ fields, retryable: true }))).toEqual(run({ status: 'paused', fields }));
});

test('fields that are told are the ones that count', () => {
  expect(withFields(run({ fields: [] }), run({ fields }))).toEqual(run({ fields: [] }));
  expect(withFields(run({}), undefined).fields).toBeUndefined();
});
