// Compiled from src/entities by `npm run generate`. Do not edit.
import type { Detector } from '../core/index.js';
import { createDetector as address } from '../entities/address/index.js';
import { createDetector as bankAccount } from '../entities/bank-account/index.js';
import { createDetector as bankCard } from '../entities/bank-card/index.js';
import { createDetector as birthDate } from '../entities/birth-date/index.js';
import { createDetector as email } from '../entities/email/index.js';
import { createDetector as landline } from '../entities/landline/index.js';
import { createDetector as militaryId } from '../entities/military-id/index.js';
import { createDetector as mobile } from '../entities/mobile/index.js';
import { createDetector as passport } from '../entities/passport/index.js';
import { createDetector as personName } from '../entities/person-name/index.js';
import { createDetector as plate } from '../entities/plate/index.js';
import { createDetector as qq } from '../entities/qq/index.js';
import { createDetector as residentId } from '../entities/resident-id/index.js';
import { createDetector as travelPermit } from '../entities/travel-permit/index.js';
import { createDetector as wechat } from '../entities/wechat/index.js';
import { patterns as addressPatterns } from './address.js';
import { patterns as bankAccountPatterns } from './bank-account.js';
import { patterns as bankCardPatterns } from './bank-card.js';
import { patterns as birthDatePatterns } from './birth-date.js';
import { patterns as emailPatterns } from './email.js';
import { patterns as landlinePatterns } from './landline.js';
import { patterns as militaryIdPatterns } from './military-id.js';
import { patterns as mobilePatterns } from './mobile.js';
import { patterns as passportPatterns } from './passport.js';
import { patterns as personNamePatterns } from './person-name.js';
import { patterns as platePatterns } from './plate.js';
import { patterns as qqPatterns } from './qq.js';
import { patterns as residentIdPatterns } from './resident-id.js';
import { patterns as travelPermitPatterns } from './travel-permit.js';
import { patterns as wechatPatterns } from './wechat.js';

/** Every detector, with its compiled patterns. */
export const detectors = (): Detector[] => [
  address(addressPatterns),
  bankAccount(bankAccountPatterns),
  bankCard(bankCardPatterns),
  birthDate(birthDatePatterns),
  email(emailPatterns),
  landline(landlinePatterns),
  militaryId(militaryIdPatterns),
  mobile(mobilePatterns),
  passport(passportPatterns),
  personName(personNamePatterns),
  plate(platePatterns),
  qq(qqPatterns),
  residentId(residentIdPatterns),
  travelPermit(travelPermitPatterns),
  wechat(wechatPatterns),
];
