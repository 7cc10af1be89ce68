/**
 * Colours that objects take from a resource instead of stating them. Source: GB/T 33190-2016, 8.2: a `DrawParam` may be
 * relative to another one, and a layer gives its own to the objects in it.
 */
import { walkXml } from '../ooxml/xml-walk.js';
import { colourOf } from './content.js';
import { attributesOf } from './package.js';

/** Parameters relative to parameters. */
const MAX_HOPS = 16;
const MAX_PARAMS = 10_000;

/** Colour of letters and areas by id of a `DrawParam`; undefined for one that is no plain colour. */
export type Fills = ReadonlyMap<string, string | undefined>;

/** @param sources Resource parts. @returns Only parameters that state a colour, or take one over. */
export function fillsOf(sources: Iterable<string>): Fills {
  const own = new Map<string, string | undefined>();
  const relative = new Map<string, string>();
  for (const source of sources) if (source.includes('DrawParam')) readParams(source, own, relative);
  const fills = new Map(own);
  for (const id of relative.keys()) {
    let from: string | undefined = id;
    for (let hops = 0; from !== undefined && !own.has(from) && hops < MAX_HOPS; hops++) {
      from = relative.get(from);
    }
    if (from !== undefined && own.has(from)) fills.set(id, own.get(from));
  }
  return fills;
}

function readParams(
  source: string,
  own: Map<string, string | undefined>,
  relative: Map<string, string>,
): void {
  let id: string | undefined;
  let filled = false;
  walkXml(source, {
    open(name, list) {
      if (name === 'DrawParam') {
        const { ID, Relative } = attributesOf(source, list);
        id = own.size + relative.size < MAX_PARAMS ? ID : undefined;
        if (id !== undefined && Relative !== undefined) relative.set(id, Relative);
      } else if (name === 'FillColor' && id !== undefined) {
        filled = true;
        const { Value, Alpha } = attributesOf(source, list);
        own.set(id, Alpha === undefined || Number(Alpha) >= 250 ? colourOf(Value) : undefined);
      } else if (filled && id !== undefined && /Shd$|^Pattern$/.test(name)) own.set(id, undefined);
    },
    close(name) {
      if (name === 'FillColor') filled = false;
      else if (name === 'DrawParam') id = undefined;
    },
    text() {},
    rest() {},
  });
}
