import { expect, it } from 'vitest';
import { lineOf, placeOf } from './jsonPlace';

const text = `{
  "name": "a \\"b\\" {[",
  "steps": [{ "type": "trim", "field names": ["x", "y"] }, 17, { "type": null }],
  "deep": { "config": { "url": "http://x/{y}" } }
}`;

it.each([
  ['$.name', '"name": "a \\"b\\" {["'],
  ['$.steps[0].type', '"type": "trim"'],
  ['$.steps[0]["field names"][1]', '"y"'],
  ['$.steps[1]', '17'],
  ['$.steps[2].type', '"type": null'],
  ['$.deep.config.url', '"url": "http://x/{y}"'],
  ['$.deep.config.missing', '"config": { "url": "http://x/{y}" }'],
  ['$.steps[9]', '"steps": [{ "type": "trim", "field names": ["x", "y"] }, 17, { "type": null }]'],
])('finds what %s names', (path, found) => {
  const place = placeOf(text, path)!;
  expect(text.slice(place.start, place.end)).toBe(found);
});

it.each(['$', '$.absent', 'message'])('finds nothing at %s', (path) => expect(placeOf(text, path)).toBeUndefined());

it('tells the line', () => expect(lineOf(text, placeOf(text, '$.deep')!.start)).toBe(4));

