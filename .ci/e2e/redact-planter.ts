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

/** Draws values and remembers them. */
export class Planter {
  readonly values: string[] = [];
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

  /**
   * With its county. Of a bare 幸福社区康宁北路685号… the suggestion leaves 幸福社区***, which the scan under a heading of
   * addresses still reports: the copy is refused, and nothing is learned about writing.
   */
  #address(): string {
    for (;;) {
      const value = homeAddress(this.random, drawSetting(this.random)).parts.join('');
      if (/^.{2,12}?[县区市旗]/.test(value)) return value;
    }
  }

  name(): string {
    return drawPerson(this.random).name.replace('·', '');
  }

  /** Label and value: `手机：138…`. */
  say(kind: Kind = this.random.pick(['id', 'mobile', 'card'])): string {
    return `${this.random.pick(LABELS[kind])}：${this.value(kind)}`;
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
