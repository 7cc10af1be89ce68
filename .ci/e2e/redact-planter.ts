/** Invented values with their labels; what was drawn is remembered. */
import { homeAddress } from '../../corpus/generate/address.js';
import { addressCode, bankCard, mobile, residentId } from '../../corpus/generate/numbers.js';
import { drawPerson } from '../../corpus/generate/person.js';
import { drawSetting } from '../../corpus/generate/place.js';
import type { Random } from '../../corpus/generate/random.js';

type Kind = 'id' | 'mobile' | 'card' | 'address';

const LABELS: Readonly<Record<Kind, readonly string[]>> = {
  id: ['身份证号', '身份证号码', '公民身份号码'],
  mobile: ['手机', '手机号码', '联系电话'],
  card: ['银行卡号', '社保卡银行账号'],
  address: ['家庭住址', '现住址'],
};
const FILLERS = [
  '根据有关规定，现将名单予以公示，公示期为五个工作日。',
  '公示期内如有异议，请以书面形式向我局反映。',
  '本次共受理申请三十二件，审核通过二十八件。',
  '二〇二六年一月五日',
];

/** Ways of writing a number that hide it from a plain search. */
const DISGUISES: readonly ((value: string) => string)[] = [
  (value) => value.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (value) => value.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3'),
  (value) => value.replace(/(\d{4})(?=\d)/g, '$1 '),
  (value) => value.replace(/^(\d{6})(\d{8})/, '$1 $2 '),
  (value) => value.replace(/X$/, 'x'),
];

/** Draws values and remembers them. */
export class Planter {
  readonly values: string[] = [];
  /** Ends of addresses that no copy may hold: number, building, room. */
  readonly tails: string[] = [];
  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  value(kind: Kind): string {
    const { random } = this;
    const person = drawPerson(random);
    let value: string;
    if (kind === 'id') {
      const setting = drawSetting(random);
      value = residentId(random, person, addressCode(random, setting.county.code));
    } else if (kind === 'mobile') value = mobile(random);
    else if (kind === 'card') value = bankCard(random);
    else value = this.#address();
    this.values.push(value);
    return value;
  }

  #address(): string {
    const { parts } = homeAddress(this.random, drawSetting(this.random));
    const tail = parts.slice(-3).join('');
    // A shorter one stands in other addresses by chance.
    if (tail.length >= 7 && parts.length > 3) this.tails.push(tail);
    return parts.join('');
  }

  name(): string {
    return drawPerson(this.random).name.replace('·', '');
  }

  /** Label and value, one in four in disguise: `手机：138-…`. */
  say(kind: Kind = this.random.pick(['id', 'mobile', 'card'])): string {
    const value = this.value(kind);
    const disguised = kind !== 'address' && this.random.chance(0.25);
    return `${this.random.pick(LABELS[kind])}：${disguised ? this.random.pick(DISGUISES)(value) : value}`;
  }

  sentence(kind?: Kind): string {
    return `申请人${this.name()}，${this.say(kind)}，${this.random.pick(['符合条件', '材料齐全', '予以公示'])}。`;
  }

  filler(): string {
    return this.random.pick(FILLERS);
  }

  /** A value cut into two or three. */
  pieces(kind: Kind): string[] {
    const value = this.value(kind);
    const at = this.random.int(3, value.length - 4);
    return [value.slice(0, at), value.slice(at)];
  }
}
