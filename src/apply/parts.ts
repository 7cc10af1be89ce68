/** Names of parts that lead inward, `a.zip!b/c.docx!word/document.xml`. */

export function joinParts(name: string, rest: string): string {
  return rest === '' ? name : `${name}!${rest}`;
}

/** What concerns the inside of one part, its name cut off. The part as a whole is ''. */
export function below<T>(name: string, parts: ReadonlyMap<string, T>): Map<string, T> {
  const inner = new Map<string, T>();
  for (const [part, value] of parts) {
    if (part === name) inner.set('', value);
    else if (part.startsWith(`${name}!`)) inner.set(part.slice(name.length + 1), value);
  }
  return inner;
}
