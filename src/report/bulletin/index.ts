/** Scans → the inspector's bulletin. */
export { type Bulletin, type BulletinOptions, makeBulletin, Results } from './bulletin.js';
export { bulletinDocx, bulletinHtml, bulletinXlsx } from './document.js';
