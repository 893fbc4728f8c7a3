/** What a run was given in the place of a secret: not told, so that it is asked for again. */
const mask = '********';

/** The field that asks for a parameter's value; what is left empty is not given, unless the value before was empty text. */
export function fieldOf({ name, required }: { name: string; required: boolean }, before: Record<string, string>) {
  const value = before[name];
  if (value === '') return { label: `${name} (empty text where left empty)`, value: '', required: false };
  if (value === mask) return { label: `${name} (a secret: enter it again)`, value: '', required: true };
  return { label: required ? name : `${name} (the pipeline's own value where left empty)`, value: value ?? '', required };
}

/** The values that the fields give to a run. */
export const valuesOf = (fields: FormData, before: Record<string, string>): Record<string, string> =>
  Object.fromEntries([...fields].flatMap(([name, value]) => (typeof value === 'string' && (value !== '' || before[name] === '') ? [[name, value]] : [])));
