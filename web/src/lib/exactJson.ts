interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source: string }) => unknown): unknown;
  rawJSON?(text: string): unknown;
}

const json = JSON as unknown as ExactJson;

/** Whether this browser can keep numbers as they are written; others round those beyond 15 digits. */
export const keepsDigits = json.rawJSON !== undefined;

/** Reads JSON so that `JSON.stringify` writes every number with the digits that it came with. */
export const parseExact = <T>(text: string): T =>
  (keepsDigits ? json.parse(text, (_, value, { source }) => (typeof value === 'number' && String(value) !== source ? json.rawJSON!(source) : value)) : JSON.parse(text)) as T;
