/** Wider than any table that a page gets through with. */
const MOST_FEATURES = 2 ** 16;

/** Throws where features cannot be told apart by their names, or there are too many; a model of none is none. */
export function checkNames(names: readonly string[], refuse: (what: string) => never): readonly string[] {
  if (names.length === 0) refuse('it has no feature');
  if (names.length > MOST_FEATURES) refuse(`it has ${names.length} features; there may be ${MOST_FEATURES}`);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) refuse(`two of its features are called "${name}"`);
    // By it a careless copy would change what every object inherits.
    if (name === '__proto__') refuse(`a feature is called "${name}"`);
    seen.add(name);
  }
  return names;
}

/**
 * The names without what a format cannot hold, each still another's than all others'.
 *
 * @example
 * namesWithout(['a b', 'a_b', 'c'], /\s/gu) // ['a_b', 'a_b_2', 'c']
 */
export function namesWithout(names: readonly string[], forbidden: RegExp): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(forbidden, '_') || '_';
    let fresh = plain;
    for (let number = 2; taken.has(fresh); number++) fresh = `${plain}_${number}`;
    taken.add(fresh);
    return fresh;
  });
}
