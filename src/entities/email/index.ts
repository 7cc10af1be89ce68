/** Mail addresses. A body's mailbox is official; whose it is, the surroundings tell. Source of the form: RFC 5322, 3.4.1, without quoted forms. */
import type { Candidate, Detector, Evidence, Scoring, SegmentView } from '../../core/index.js';

const LOCAL = /[A-Za-z0-9._%+-]{1,64}$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,5}[A-Za-z]{2,18}(?![A-Za-z0-9-])/;
const ORGANISATION = /\.(?:gov|org|edu|mil)(?:\.[a-z]{2})?$/i;
const FREE = /^(?:qq|163|126|sina|sohu|yeah|139|189|foxmail|gmail|hotmail|outlook|aliyun|vip\.\w+|21cn)\./i;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'email',
    scoring: patterns.scoring,
    *detect(view: SegmentView): Generator<Candidate> {
      const { text } = view;
      for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
        const local = LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0];
        const domain = DOMAIN.exec(text.slice(at + 1, at + 200))?.[0];
        if (local === undefined || domain === undefined || /\.(?:png|jpe?g|gif|js|css|webp)$/i.test(domain))
          continue;
        const start = at - local.length;
        const end = at + 1 + domain.length;
        const evidence: Evidence[] = [{ code: 'shape' }];
        if (ORGANISATION.test(domain)) evidence.push({ code: 'organisation-domain' });
        else if (FREE.test(domain)) evidence.push({ code: 'free-mail-domain' });
        yield {
          entity: 'email',
          span: { start, end },
          value: text.slice(start, end).toLowerCase(),
          at: Array.from({ length: end - start }, (_, i) => start + i),
          status: 'valid',
          evidence,
        };
      }
    },
  };
}
