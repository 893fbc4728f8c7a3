import { expect, test } from 'vitest';
import { keepsDigits, parseExact } from './exactJson';

test.runIf(keepsDigits)('numbers keep their digits', () => {
  const text = '{"id":12345678901234567890123,"price":0.10,"tiny":1e-400,"plain":[1,2.5,null,"12"]}';
  expect(JSON.stringify(parseExact(text))).toBe(text);
});

test('what has no numbers is read as ever', () => expect(parseExact('{"a":"b","c":null}')).toEqual({ a: 'b', c: null }));
