/** Several houses or groups in one: nobody's home. */
/** 新华路1号—35号, 一、二、三组: several houses or groups, nobody's home. */
const RANGE_AFTER =
  /^(?:[-—–~～－]+|至|到)\d{1,5}(?:号|弄|栋|幢|组)|^[、和及与]第?[\d一二三四五六七八九十]{1,4}(?:号楼|号|栋|幢|座|组|社|队|单元|弄|排)(?![\d一二三四五六七八九十])/u;
const RANGE_INSIDE =
  /\d号(?:楼|院)?[-至到]\d{1,4}号|(号楼|栋|幢|座|单元|组|社|队)、第?[\d一二三四五六七八九十]{1,4}\1|[\d一二三四五六七八九十](?:[、-][一二三四五六七八九十]{1,3})+[组社队]$|\d、\d{1,2}[组社队]$/u;

/** 1-12栋, 1-99号: from one number to another, not number 12 of block 1. */
const FROM_TO = /(?<![\d-])(\d{1,4})[-至到](\d{1,4})(号楼|号|栋|幢|座|组|社|队|弄|排)(?!\d|楼)/u;
const DOOR_OF = /[\d一二三四五六七八九十](?:栋|幢|座|号楼|单元|弄|组)$/u;
const FINER = /^[\dA-Z一二三四五六七八九十]{1,5}(?:号楼|栋|幢|座|单元|[楼层室])/u;
/** Numbers apart that make a range: 3-5号 is one plot as often as not, and 8-88号 a number with a hyphen. */
const PLOTS = 5;
/** A side of a street that begins with 2 seldom ends behind it. */
const ODD_SIDE = 200;

/** @param personal It is said to be somebody's home. */
export function isRange(value: string, after: string, personal: boolean): boolean {
  if (RANGE_AFTER.test(after) || RANGE_INSIDE.test(value)) return true;
  // 住青岗村2-18号: a number with a hyphen.
  if (personal) return false;
  const found = FROM_TO.exec(value);
  // 2-6号9栋9楼, 47幢2-9号: the number of a door.
  if (
    found === null ||
    DOOR_OF.test(value.slice(0, found.index)) ||
    FINER.test(value.slice(found.index + found[0].length))
  )
    return false;
  const [low, high] = [Number(found[1]), Number(found[2])];
  if (found[3] !== '号') return high > low;
  // 青石路2-267号: shop 267 of block 2.
  return (found[1] === '1' || (found[1] === '2' && high < ODD_SIDE)) && high - low >= PLOTS;
}
