/** Words of the evidence that a list of numbers gives. */
export const LIST_EVIDENCE_ZH = {
  'list-of-others': '同列或同一清单的{count}个数字整体上不是这类号码',
  'headed-otherwise': '所在列的名称不是电话',
  'rows-of-things': '清单中{count}行写的是设备、设施',
  'rows-of-payments': '清单中{count}行写的是款项',
  'list-unfit': '清单中{count}个数字不可能是这类号码',
  'list-sums': '清单中{count}个数字带小数或千分位，是金额、数量',
  'list-round': '清单中{count}个数字以三个零结尾',
  'list-counts-up': '清单中{count}个数字与前一个相差很小，是顺序编号',
  'list-common-head': '清单中{count}个数字的前六位相同',
  'list-sorted': '清单中{count}个数字按大小排列',
} as const;

export const LIST_EVIDENCE_EN = {
  'list-of-others': 'taken together the {count} numbers of its column or list are of another kind',
  'headed-otherwise': 'its column is named after something that is no telephone',
  'rows-of-things': '{count} rows of the list name an appliance or a fixture',
  'rows-of-payments': '{count} rows of the list name a payment',
  'list-unfit': '{count} numbers of the list can be no such number',
  'list-sums': '{count} numbers of the list have decimals or grouped thousands: sums or quantities',
  'list-round': '{count} numbers of the list end in three zeros',
  'list-counts-up': '{count} numbers of the list follow closely on the one before: serial numbers',
  'list-common-head': '{count} numbers of the list share their first six digits',
  'list-sorted': '{count} numbers of the list are sorted by size',
} as const;
