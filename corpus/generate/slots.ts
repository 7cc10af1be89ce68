/** What a slot stands for: fillers give text, entity slots give values with a role. */
import { type Address, homeAddress, officeAddress } from './address.js';
import type { Inline, Role, Value } from './document.js';
import { fill } from './fillers.js';
import { type Format, formsOf, type NumberKind, rewrite, rewriteAddress } from './forms.js';
import { LOOKALIKES } from './lookalikes.js';
import { masked } from './masks.js';
import * as numbers from './numbers.js';
import type { Person } from './person.js';
import { drawName } from './person.js';
import type { Setting } from './place.js';
import type { Random } from './random.js';
import type { Slot } from './template.js';

export interface SlotContext {
  readonly random: Random;
  /** Draws the written forms: the content stays the same whatever the format allows. */
  readonly forms: Random;
  readonly setting: Setting;
  readonly person: Person;
  readonly index: number;
  readonly format: Format;
  /** Share of values that are disguised. */
  readonly mix: number;
  /** Inside markup or a script a value is written plainly. */
  readonly plain: boolean;
  /** A line break inside a value would be taken for the end of a row. */
  readonly oneLine: boolean;
  readonly title: string;
  /** Values for files that are kept: nobody can hold them (zero-filled). */
  readonly hollow: boolean;
}

const FRAGILE = ['plain', 'full-width', 'html-tags', 'html-references', 'docx-runs', 'pdf-items'];

interface Made {
  readonly value: string;
  /** Around the value when it stands inside a longer number. */
  readonly before?: string;
  readonly after?: string;
  readonly kind: string;
  /** Only mild forms leave it recognisable. */
  readonly fragile?: boolean;
}

function residentId(context: SlotContext, variant: string): Made {
  const { random, person, setting } = context;
  const code = numbers.addressCode(random, setting.county.code);
  const second = (): string => {
    let id = numbers.residentId(random, person, code);
    // One number in eleven ends in X; documents with disguises get more of them, for the forms of the X.
    if (context.mix > 0 && context.forms.chance(0.12)) {
      while (!id.endsWith('X')) id = numbers.residentId(context.forms, person, code);
    }
    return id;
  };
  switch (variant) {
    case 'permit':
      return { value: numbers.permitId(random, person), kind: 'permit' };
    case 'foreigner':
      return { value: numbers.foreignerId(random, person), kind: 'foreigner' };
    case 'foreigner-old':
      return { value: numbers.foreignerOldId(random, person), kind: 'foreigner-old', fragile: true };
    case 'first':
      return { value: numbers.firstGenerationId(random, person, code), kind: 'first', fragile: true };
    case 'disability':
      return {
        value: second(),
        after: `${random.int(1, 7)}${random.int(1, 4)}${random.chance(0.15) ? 'B1' : ''}`,
        kind: 'disability',
        fragile: true,
      };
    case 'student':
      return { value: second(), before: 'G', kind: 'student', fragile: true };
    case 'operation':
      return { value: second(), before: 'T', kind: 'operation', fragile: true };
    case 'doctor':
      return {
        value: second(),
        before: `${random.int(1999, 2024)}${setting.county.code.slice(0, 2)}110`,
        kind: 'doctor',
        fragile: true,
      };
    case 'typo': {
      const right = second();
      const digit = right.endsWith('X') ? '3' : String((Number(right[17]) + random.int(1, 9)) % 10);
      return { value: right.slice(0, 17) + digit, kind: 'typo', fragile: true };
    }
    case 'mixed': {
      const draw = random.next();
      if (draw < 0.04) return residentId(context, 'permit');
      if (draw < 0.06) return residentId(context, 'foreigner');
      if (draw < 0.1) return residentId(context, 'first');
      return { value: second(), kind: 'second' };
    }
    default:
      return { value: second(), kind: 'second' };
  }
}

const NUMBERS: Readonly<Record<NumberKind, (context: SlotContext, variant: string) => Made>> = {
  'resident-id': residentId,
  mobile: ({ random, hollow }) => ({ value: numbers.mobile(random, hollow), kind: 'mobile' }),
  'bank-card': ({ random, hollow }) => ({ value: numbers.bankCard(random, hollow), kind: 'card' }),
  'bank-account': ({ random, hollow }) => ({ value: numbers.bankAccount(random, hollow), kind: 'account' }),
};

function numberValue(entity: NumberKind, slot: Slot, context: SlotContext): Value {
  const made = NUMBERS[entity](context, slot.variant);
  let form = 'plain';
  if (!context.plain && context.forms.chance(context.mix)) {
    let forms = formsOf(entity, context.format, made.value);
    if (context.oneLine) forms = forms.filter((name) => name !== 'line-break');
    if (made.fragile) forms = forms.filter((name) => FRAGILE.includes(name));
    if (forms.length > 0) form = context.forms.pick(forms);
  }
  const whole = (made.before ?? '') + made.value + (made.after ?? '');
  return {
    entity,
    kind: made.kind,
    value: made.value,
    text: rewrite(form, entity, whole, context.forms),
    form,
    role: (slot.role as Role | undefined) ?? 'leak',
    bare: slot.bare,
  };
}

function addressValue(address: Address, role: Role, slot: Slot, context: SlotContext): Value {
  let form = 'plain';
  if (!context.plain && context.forms.chance(context.mix * 0.7)) {
    let forms = formsOf('address', context.format, '');
    if (context.oneLine)
      forms = forms.filter((name) => name !== 'line-break' && name !== 'spaced' && name !== 'one-space');
    if (forms.length > 0) form = context.forms.pick(forms);
  }
  const text = rewriteAddress(form, address.parts, context.forms);
  return {
    entity: 'address',
    kind: address.style,
    value: address.parts.join(''),
    text,
    form,
    role,
    bare: slot.bare,
  };
}

function landlineValue(slot: Slot, { random, setting }: SlotContext): Value {
  const { code, local } = numbers.landline(random, setting.county.trunk, setting.county.localDigits);
  const text =
    slot.variant === 'local'
      ? local
      : slot.variant === 'extension'
        ? `${code}-${local}${random.pick(['转', '-'])}${random.int(100, 899)}`
        : random.weighted([
            [`${code}-${local}`, 7],
            [`（${code}）${local}`, 1],
            [`(${code})${local}`, 1],
            [`${code}—${local}`, 1],
            [`${code} ${local}`, 1],
          ]);
  const role = (slot.role as Role | undefined) ?? 'official';
  const value = text.replace(/\D/g, '');
  return {
    entity: 'landline',
    kind: slot.variant || 'landline',
    value,
    text,
    form: 'plain',
    role,
    bare: slot.bare,
  };
}

const SIMPLE: Readonly<Record<string, (random: Random) => string>> = {
  passport: numbers.passport,
  'travel-permit': numbers.travelPermit,
  'military-id': numbers.militaryId,
  plate: numbers.plate,
  email: numbers.email,
  qq: numbers.qq,
  wechat: numbers.wechat,
};

function simple(entity: string, text: string, role: Role, kind = entity): Value {
  return { entity, kind, value: text, text, form: 'plain', role, bare: false };
}

/** @throws RangeError for a slot that nobody knows. */
export function expandSlot(slot: Slot, context: SlotContext): readonly Inline[] {
  const { random, setting, person } = context;
  const role = slot.role as Role | undefined;
  switch (slot.name) {
    case 'resident-id':
    case 'bank-card':
    case 'bank-account':
      return [numberValue(slot.name, slot, context)];
    case 'mobile': {
      const one = numberValue('mobile', slot, context);
      const joint = random.pick(['/', '、', '；', ' ', '，']);
      if (slot.variant === 'pair') return [one, joint, numberValue('mobile', slot, context)];
      if (slot.variant === 'glued') {
        const plain = { ...context, plain: true };
        return [numberValue('mobile', slot, plain), numberValue('mobile', slot, plain)];
      }
      if (slot.variant === 'landline') {
        return [one, joint, landlineValue({ ...slot, variant: '', role: 'optional' }, context)];
      }
      return [one];
    }
    case 'address':
      return [addressValue(homeAddress(random, setting, slot.variant), role ?? 'leak', slot, context)];
    case 'office-address':
      return [addressValue(officeAddress(random, setting), 'official', slot, context)];
    case 'organisation-account':
      return [
        simple('bank-account', numbers.bankAccount(random, context.hollow), 'official', 'organisation'),
      ];
    case 'landline':
      return [landlineValue(slot, context)];
    case 'name':
      return [simple('person-name', person.name, role ?? 'optional')];
    case 'other-name':
      return [simple('person-name', drawName(random, random.chance(0.5)), role ?? 'optional')];
    case 'birth-date':
      return [simple('birth-date', person.born.replace(/(....)(..)(..)/, '$1年$2月$3日'), 'optional')];
    case 'mask':
      return [masked(slot.variant, context)];
    case 'not': {
      const maker = LOOKALIKES[slot.variant];
      if (maker === undefined) throw new RangeError(`no lookalike ${slot.variant}`);
      return [simple('none', maker(random, setting), 'negative', slot.variant)];
    }
    default: {
      const maker = SIMPLE[slot.name];
      if (maker !== undefined) return [simple(slot.name, maker(random), role ?? 'leak')];
      return [fill(slot.name, context)];
    }
  }
}
