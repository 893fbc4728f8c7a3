// Makes a bare engine a sandbox: leaves only what computes, keeps every text within maxLength, and freezes all of it so that no record sees
// what another left behind. Gives [freeze, run]. `fail` ends the call; no script can catch that.
(function (fail, maxLength) {
  'use strict';
  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { defineProperty, freeze } = Object;
  const { parse } = JSON;

  const allowed = new Set(['globalThis', 'undefined', 'NaN', 'Infinity', 'Array', 'Boolean', 'Date', 'Error', 'EvalError', 'JSON', 'Map', 'Math', 'Number', 'Object',
    'RangeError', 'ReferenceError', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'WeakMap', 'WeakSet',
    'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite', 'isNaN', 'parseFloat', 'parseInt']);
  for (const name of ownKeys(globalThis)) {
    if (typeof name === 'string' && !allowed.has(name)) delete globalThis[name];
  }
  delete Math.random;
  delete String.raw;
  delete Array.prototype.toLocaleString;
  for (const name of ['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup']) delete String.prototype[name];

  const check = length => { if (length > maxLength) fail(); };
  const wrap = (object, name, make) => defineProperty(object, name, { value: make(object[name]), writable: true, configurable: true, enumerable: false });

  wrap(String.prototype, 'repeat', repeat => function (count) {
    const text = String(this), times = +count;
    check(text.length * times);
    return apply(repeat, text, [times]);
  });
  for (const name of ['padStart', 'padEnd']) {
    wrap(String.prototype, name, pad => function (length, filler) {
      const wanted = +length;
      check(wanted);
      return apply(pad, String(this), filler === undefined ? [wanted] : [wanted, String(filler)]);
    });
  }
  wrap(String.prototype, 'concat', concat => function (...parts) {
    const texts = [];
    let length = String(this).length;
    for (let i = 0; i < parts.length; i++) {
      texts[i] = String(parts[i]);
      length += texts[i].length;
      check(length);
    }
    return apply(concat, String(this), texts);
  });
  wrap(String.prototype, 'normalize', normalize => function (...form) {
    const text = String(this);
    check(text.length * 18);
    return apply(normalize, text, form);
  });
  for (const name of ['encodeURI', 'encodeURIComponent']) {
    wrap(globalThis, name, encode => function (value) {
      const text = String(value);
      check(text.length * 9);
      return apply(encode, undefined, [text]);
    });
  }
  wrap(Array.prototype, 'join', join => function (separator) {
    const between = separator === undefined ? ',' : String(separator);
    const texts = [];
    let length = 0;
    for (let i = 0; i < this.length; i++) {
      const item = this[i];
      texts[i] = item === null || item === undefined ? '' : String(item);
      length += texts[i].length + between.length;
      check(length);
    }
    return apply(join, texts, [between]);
  });

  // What is written is counted value by value: a list that holds another twice, and so on, is short in memory and endless in text. No value is
  // deeper than there were values before it, which bounds the indentation.
  wrap(JSON, 'stringify', stringify => function (value, replacer, space) {
    const listed = Array.isArray(replacer) ? new Set(replacer.map(String)) : undefined;
    let length = 0, values = 0;
    const count = function (key, item) {
      const kept = listed !== undefined && key !== '' && !Array.isArray(this) && !listed.has(key) ? undefined
        : typeof replacer === 'function' ? apply(replacer, this, [key, item]) : item;
      values++;
      check(length += key.length + 4 + (typeof kept === 'string' ? kept.length : 0) + (space === undefined ? 0 : 10 * values));
      return kept;
    };
    return stringify(value, count, space);
  });

  // A replacement is counted as it is put in. One with $ is expanded by the engine, so its longest possible result counts instead.
  const counted = (text, replacement) => {
    let length = text.length;
    const count = piece => { check(length += piece.length); return piece; };
    if (typeof replacement === 'function') return (...match) => count(String(apply(replacement, undefined, match)));
    const pattern = String(replacement);
    if (!pattern.includes('$')) return () => count(pattern);
    const reach = pattern.includes('$`') || pattern.includes("$'") ? text.length + 1 : 1;
    check(text.length + (text.length + 1) * (pattern.length + 1) * reach);
    return pattern;
  };
  for (const name of ['replace', 'replaceAll']) {
    wrap(String.prototype, name, replace => function (pattern, replacement) {
      const text = String(this);
      return apply(replace, text, [pattern, counted(text, replacement)]);
    });
  }
  wrap(RegExp.prototype, Symbol.replace, replace => function (value, replacement) {
    const text = String(value);
    return apply(replace, this, [text, counted(text, replacement)]);
  });

  const frozen = new Set();
  const freezeAll = (...roots) => {
    while (roots.length > 0) {
      const object = roots.pop();
      if (object === null || (typeof object !== 'object' && typeof object !== 'function') || frozen.has(object)) continue;
      frozen.add(object);
      freeze(object);
      roots.push(getPrototypeOf(object));
      for (const key of ownKeys(object)) {
        const property = getOwnPropertyDescriptor(object, key);
        roots.push(property.value, property.get, property.set);
      }
    }
  };
  freezeAll(globalThis, function* () { }, (function* () { })(), async function () { }, async function* () { }, [][Symbol.iterator](), ''[Symbol.iterator](),
    new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''.matchAll(/x/g));

  return [
    freezeAll,
    (transform, json) => {
      const result = transform(parse(json));
      return result === null || result === undefined ? null : JSON.stringify(result);
    },
  ];
})
