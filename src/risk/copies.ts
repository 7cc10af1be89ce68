/**
 * Masked copies beside a suggestion: what a suggestion shows, together with a copy of the same value that is masked
 * elsewhere in the document, may be the whole value.
 */

export interface MaskedCopies {
  /**
   * @param value A value in the clear.
   * @param shown What will be left of it, `*` for hidden characters.
   * @returns What a reader sees of it in all copies together; `shown` where there is no copy.
   */
  together(entity: string, value: string, shown: string): string;
}

/** Masks of one shape, by what they show. */
interface Shape {
  readonly entity: string;
  readonly length: number;
  /** Indices of the characters that are shown. */
  readonly visible: readonly number[];
  readonly values: Set<string>;
}

/** Fewer characters in common are chance, not the same person: a list shares its county code. */
const TELLING = 8;

/** @param masked Values that stand masked in the document, `*` for hidden characters. Linear in both lists. */
export function maskedCopies(
  masked: Iterable<{ readonly entity: string; readonly value: string }>,
): MaskedCopies {
  const shapes = new Map<string, Shape>();
  for (const { entity, value } of masked) {
    const key = `${entity} ${value.replace(/[^*]/g, '-')}`;
    let shape = shapes.get(key);
    if (shape === undefined) {
      const visible = [...value].flatMap((character, i) => (character === '*' ? [] : [i]));
      shape = { entity, length: value.length, visible, values: new Set() };
      if (visible.length >= TELLING || entity === 'mobile') shapes.set(key, shape);
    }
    shape.values.add(shape.visible.map((i) => value[i]).join(''));
  }
  return {
    together(entity, value, shown) {
      const characters = [...shown];
      for (const shape of shapes.values()) {
        if (shape.entity !== entity || shape.length !== value.length) continue;
        if (!shape.values.has(shape.visible.map((i) => value[i]).join(''))) continue;
        for (const i of shape.visible) characters[i] = value[i]!;
      }
      return characters.join('');
    },
  };
}
