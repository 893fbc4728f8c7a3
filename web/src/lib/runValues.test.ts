import { expect, test } from 'vitest';
import { fieldOf, valuesOf } from './runValues';

const formOf = (values: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  return form;
};

test.each([
  [true, {}, { label: 'p', value: '', required: true }],
  [false, {}, { label: "p (the pipeline's own value where left empty)", value: '', required: false }],
  [true, { p: 'eu' }, { label: 'p', value: 'eu', required: true }],
  [false, { p: '********' }, { label: 'p (a secret: enter it again)', value: '', required: true }],
  [true, { p: '' }, { label: 'p (empty text where left empty)', value: '', required: false }],
])('a parameter that is required (%s) and was given %o is asked for', (required, before, field) => {
  expect(fieldOf({ name: 'p', required }, before)).toEqual(field);
});

test('what is left empty is not given, unless it was given as empty text before', () => {
  expect(valuesOf(formOf({ file: 'given.csv', region: '' }), {})).toEqual({ file: 'given.csv' });
  expect(valuesOf(formOf({ file: 'given.csv', region: '' }), { region: '' })).toEqual({ file: 'given.csv', region: '' });
});
