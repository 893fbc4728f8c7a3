/** A piece of a text: from its first character to the one behind its last. */
export interface Place {
  start: number;
  end: number;
}

/**
 * Where in a text that is JSON a path such as `$.source.config["a b"][0]` leads: the value, with its key where it has one. A path that goes on where the text does not
 * leads to the last part that is there; without any, nowhere.
 */
export function placeOf(text: string, path: string): Place | undefined {
  let place: Place | undefined;
  let at = skipSpace(text, 0);
  for (const part of partsOf(path)) {
    const child = childrenOf(text, at).find(({ name }) => name === part);
    if (!child) break;
    place = { start: child.start, end: child.end };
    at = child.value;
  }
  return place;
}

/** The number of the line, from 1, in which a character stands. */
export const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length;

const partsOf = (path: string) => [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g)].map(([, name, index, quoted]) => (index !== undefined ? Number(index) : (name ?? (JSON.parse(`"${quoted}"`) as string))));

interface Child extends Place {
  name: string | number;
  value: number;
}

function childrenOf(text: string, at: number): Child[] {
  const isObject = text[at] === '{';
  if (!isObject && text[at] !== '[') return [];
  const children: Child[] = [];
  let next = skipSpace(text, at + 1);
  while (next < text.length && text[next] !== '}' && text[next] !== ']') {
    const start = next;
    let name: string | number = children.length;
    if (isObject) {
      const keyEnd = skipText(text, next);
      name = JSON.parse(text.slice(next, keyEnd)) as string;
      next = skipSpace(text, skipSpace(text, keyEnd) + 1);
    }
    const end = skipValue(text, next);
    children.push({ name, start, value: next, end });
    next = skipSpace(text, end);
    if (text[next] === ',') next = skipSpace(text, next + 1);
  }
  return children;
}

function skipSpace(text: string, at: number) {
  while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  return at;
}

function skipText(text: string, at: number) {
  for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
  return at + 1;
}

function skipValue(text: string, at: number) {
  if (text[at] === '"') return skipText(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    while (at < text.length && !' \t\r\n,]}'.includes(text[at]!)) at++;
    return at;
  }
  let depth = 0;
  do {
    if (text[at] === '"') {
      at = skipText(text, at);
      continue;
    }
    if (text[at] === '{' || text[at] === '[') depth++;
    if (text[at] === '}' || text[at] === ']') depth--;
    at++;
  } while (depth > 0 && at < text.length);
  return at;
}
