/** Presidio's names for entities. Own ids begin with `CN_`; where Presidio has a global one that fits, that is used. */

const NAMES: Readonly<Record<string, string>> = {
  'resident-id': 'CN_ID_CARD',
  mobile: 'CN_MOBILE',
  'bank-card': 'CN_BANK_CARD',
  'bank-account': 'CN_BANK_ACCOUNT',
  address: 'CN_ADDRESS',
  landline: 'CN_LANDLINE',
  passport: 'CN_PASSPORT',
  'travel-permit': 'CN_TRAVEL_PERMIT',
  'military-id': 'CN_MILITARY_ID',
  email: 'EMAIL_ADDRESS',
  plate: 'CN_LICENSE_PLATE',
  wechat: 'CN_WECHAT',
  qq: 'CN_QQ',
  'person-name': 'PERSON',
  'birth-date': 'CN_BIRTH_DATE',
};

/** Presidio's global names that a client may ask for instead. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  PHONE_NUMBER: ['mobile', 'landline'],
  CREDIT_CARD: ['bank-card'],
  LOCATION: ['address'],
};

const IDS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).map(([entity, name]) => [name, entity]),
);

/** Every name that `entities` may hold, own names first. */
export function supportedEntities(detected: readonly string[]): string[] {
  const own = detected.map(presidioName).sort();
  const aliases = Object.keys(ALIASES).filter((alias) =>
    ALIASES[alias]!.some((entity) => detected.includes(entity)),
  );
  return [...own, ...aliases];
}

export function presidioName(entity: string): string {
  return NAMES[entity] ?? `CN_${entity.toUpperCase().replaceAll('-', '_')}`;
}

/** Entity id of a Presidio name, for the choice of a mask; undefined for those of other recognizers. */
export function entityOf(name: string): string | undefined {
  return IDS.get(name) ?? ALIASES[name]?.[0];
}

/**
 * Entity → the name that the client asked for it by.
 *
 * @param wanted Names that this server does not know are passed over, as Presidio does.
 * @returns undefined: all entities, by their own names. An empty map: nothing that is asked for is known here.
 */
export function wantedNames(wanted: readonly string[] | undefined): ReadonlyMap<string, string> | undefined {
  if (wanted === undefined || wanted.length === 0) return undefined;
  const names = new Map<string, string>();
  for (const name of wanted) {
    for (const entity of ALIASES[name] ?? []) names.set(entity, name);
  }
  // An own name goes before an alias for the same entity.
  for (const name of wanted) {
    const entity = IDS.get(name);
    if (entity !== undefined) names.set(entity, name);
  }
  return names;
}
