import { beforeEach, expect, test, vi } from 'vitest';
import { draftKey, draftOf, forgetDraft, forgetDrafts, keepDraft } from './drafts';

class Room {
  setItem(key: string, value: string) {
    if (value.length > 100) throw new DOMException('full', 'QuotaExceededError');
    Object.assign(this, { [key]: value });
  }
  getItem = (key: string) => (this as unknown as Record<string, string>)[key] ?? null;
  removeItem(key: string) {
    delete (this as unknown as Record<string, string>)[key];
  }
}

const opened = draftKey('ada@example.com', { id: 'a', version: 3 });

beforeEach(() => vi.stubGlobal('sessionStorage', new Room()));

test('a text is kept for its user, pipeline and version until it is forgotten', () => {
  keepDraft(opened, '{}');

  expect(draftOf(opened)).toBe('{}');
  expect(draftOf(draftKey('ada@example.com', { id: 'a', version: 4 }))).toBeNull();
  expect(draftOf(draftKey('eve@example.com', { id: 'a', version: 3 }))).toBeNull();
  expect(draftOf(draftKey('ada@example.com'))).toBeNull();
  forgetDraft(opened);
  expect(draftOf(opened)).toBeNull();
});

test('a text that has no room leaves none that is older', () => {
  keepDraft(opened, '{}');
  keepDraft(opened, ' '.repeat(101));

  expect(draftOf(opened)).toBeNull();
});

test('who leaves takes all texts along, and nothing else', () => {
  sessionStorage.setItem('session', 'kept');
  keepDraft(opened, '{}');
  keepDraft(draftKey('ada@example.com'), '{}');
  forgetDrafts();

  expect(draftOf(opened)).toBeNull();
  expect(draftOf(draftKey('ada@example.com'))).toBeNull();
  expect(sessionStorage.getItem('session')).toBe('kept');
});
