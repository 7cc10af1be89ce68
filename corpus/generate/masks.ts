/** Masked values, as lists show them; which digits stay is the variant (patterns: README of the corpus). */

import { homeAddress } from './address.js';
import type { Value } from './document.js';
import * as numbers from './numbers.js';
import type { SlotContext } from './slots.js';

const STARS = ['*', '*', '*', '*', '＊', '×', 'X', '●', '█', '•'];

function hide(value: string, first: number, last: number, star: string, count?: number): string {
  const hidden = count ?? value.length - first - last;
  return value.slice(0, first) + star.repeat(hidden) + (last > 0 ? value.slice(-last) : '');
}

/** @throws RangeError for an unknown variant. */
export function masked(variant: string, context: SlotContext): Value {
  const { random, forms, person, setting } = context;
  const star = forms.pick(STARS);
  const id = (): string =>
    numbers.residentId(random, person, numbers.addressCode(random, setting.county.code));
  const value = (entity: string, text: string): Value => ({
    entity,
    kind: variant,
    value: text,
    text,
    form: star === '*' ? 'stars' : `mask-${star}`,
    role: 'masked',
    bare: false,
  });
  const [kind, first, last] = variant.split('-') as [string, string?, string?];
  const span = (text: string): string => hide(text, Number(first ?? 0), Number(last ?? 0), star);
  switch (kind) {
    case 'id':
      return value('resident-id', span(id()));
    case 'mobile':
      return value('mobile', span(numbers.mobile(random)));
    case 'card':
      return value('bank-card', span(numbers.bankCard(random)));
    case 'short':
      return value('mobile', hide(numbers.mobile(random), 3, 4, star, 3));
    case 'name':
      return {
        ...value('person-name', person.name.slice(0, 1) + (first === 'mou' ? '某' : star)),
        role: 'optional',
      };
    case 'address': {
      const { parts } = homeAddress(random, setting, 'rural');
      return { ...value('address', `${parts.slice(0, -1).join('')}${star.repeat(3)}`), role: 'optional' };
    }
    default:
      throw new RangeError(`no mask ${variant}`);
  }
}
