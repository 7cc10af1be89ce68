/** Template → document: people, places and written forms are drawn, the same for the same seed. */
import type { Block, Document, Inline, TableStyle } from './document.js';
import type { Format } from './forms.js';
import { drawPerson, type Person } from './person.js';
import { drawSetting, type Setting } from './place.js';
import { Random } from './random.js';
import { SHELLS } from './shells.js';
import { expandSlot, type SlotContext } from './slots.js';
import { parseInlines, type Slot, type Template, type TemplateInline } from './template.js';

const STYLES: readonly TableStyle[] = ['tab', 'pipe', 'cells', 'csv', 'spaces'];

export interface ExpandOptions {
  /** Plays here instead of a place that is drawn. */
  readonly setting?: Setting;
  /** For files that are kept: births in 1901 to 1909, zero-filled phones, cards and accounts. */
  readonly hollow?: boolean;
}

/** @param copy Number of the document made of this template: 0, 1, …; every one is another place and other people. */
export function expand(
  template: Template,
  format: Format,
  seed: number,
  copy: number,
  options: ExpandOptions = {},
): Document {
  const random = Random.of(seed, template.id, String(copy));
  const forms = Random.of(seed, template.id, String(copy), format);
  const setting = options.setting ?? drawSetting(random);
  const { hollow = false } = options;
  const people = new Map<string, Person>();
  const years: readonly [number, number] = hollow
    ? [1901, 1909]
    : template.group === 'school'
      ? [2000, 2014]
      : [1930, 2004];
  const personOf = (key: string): Person => {
    let person = people.get(key);
    if (person === undefined) {
      person = drawPerson(Random.of(seed, template.id, String(copy), 'person', key), { years });
      people.set(key, person);
    }
    return person;
  };
  const mix = template.mix ?? (forms.chance(0.4) ? 0 : 0.55);
  let title = '';
  let rows = 0;
  const inlinesOf = (
    inlines: readonly TemplateInline[],
    key: string,
    more: { index?: number; plain?: boolean; oneLine?: boolean } = {},
  ): Inline[] => {
    const flat: Inline[] = [];
    for (const inline of inlines) {
      if (typeof inline === 'string') {
        flat.push(inline);
        continue;
      }
      const slot: Slot = inline;
      const context: SlotContext = {
        random,
        forms,
        setting,
        person: personOf(slot.person === undefined ? key : `@${slot.person}`),
        index: more.index ?? 1,
        format,
        mix,
        plain: more.plain ?? false,
        oneLine: more.oneLine ?? false,
        title,
        hollow,
      };
      flat.push(...expandSlot(slot, context));
    }
    return flat;
  };
  title = inlinesOf(template.title, '@0')
    .map((inline) => (typeof inline === 'string' ? inline : inline.text))
    .join('');

  const blocks: Block[] = [{ kind: 'heading', inlines: [title] }];
  for (const block of template.blocks) {
    if ('times' in block) {
      for (let i = 0; i < block.times; i++) {
        const key = block.times > 1 ? `row${rows++}` : '@0';
        for (const line of split(inlinesOf(block.inlines, key, { index: i + 1 }))) {
          blocks.push({ kind: block.kind, inlines: line });
        }
      }
    } else if (block.kind === 'aside') {
      const inlines = inlinesOf(block.inlines, `row${rows++}`, { plain: true });
      const shown =
        format === 'docx' || (format.startsWith('html') && ['comment', 'hidden'].includes(block.channel));
      if (shown) blocks.push({ kind: 'aside', channel: block.channel, inlines });
    } else if (!('head' in block)) {
      const inlines = inlinesOf(block.inlines, `row${rows++}`, { plain: true });
      if (
        block.kind === 'html' ? format.startsWith('html') : format.startsWith('html') || format === 'text'
      ) {
        blocks.push({ kind: block.kind, inlines });
      }
    } else {
      const style = STYLES.includes(block.style as TableStyle)
        ? (block.style as TableStyle)
        : block.head.length === 0
          ? forms.pick(['tab', 'cells', 'pipe'] as const)
          : forms.pick(STYLES);
      const oneLine = format === 'pdf' || (format === 'text' && style !== 'csv');
      let index = 0;
      const body: Inline[][][] = [];
      for (const row of block.rows) {
        for (let i = 0; i < row.times; i++) {
          index++;
          const key = `row${rows++}`;
          body.push(row.cells.map((cell) => inlinesOf(cell, key, { index, oneLine })));
        }
      }
      blocks.push({
        kind: 'table',
        head: block.head.map((cell) => inlinesOf(cell, '@0', { plain: true })),
        rows: body,
        style,
      });
    }
  }
  const shell = forms.pick(SHELLS);
  return {
    title,
    blocks,
    shell: {
      before: inlinesOf(parseInlines(shell.before), '@0', { plain: true }),
      after: inlinesOf(parseInlines(shell.after), '@0', { plain: true }),
    },
  };
}

/** Literal line ends of a repeated block part paragraphs. */
function split(inlines: readonly Inline[]): Inline[][] {
  const lines: Inline[][] = [[]];
  for (const inline of inlines) {
    if (typeof inline !== 'string') {
      lines.at(-1)!.push(inline);
      continue;
    }
    inline.split('\n').forEach((piece, i) => {
      if (i > 0) lines.push([]);
      if (piece) lines.at(-1)!.push(piece);
    });
  }
  return lines;
}
