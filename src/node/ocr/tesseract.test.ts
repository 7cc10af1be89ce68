import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { png } from '../../formats/image/build-picture.js';
import { createScanner, type PagePlace } from '../../index.js';
import { scanPaths } from '../index.js';
import { withEngine } from './choose.js';
import { isInstalled, tesseract } from './tesseract.js';

/**
 * Two lines, 身份证号 and the synthetic number 110101190103070018, set in WenQuanYi Micro Hei and Liberation Sans, 10 pt,
 * printed by Chromium and made one bit a pixel by pdftoppm at 170 dpi. DEFLATE, base64.
 */
const WIDTH = 355;
const HEIGHT = 95;
const PRINT = zlib.inflateRawSync(
  Buffer.from(
    [
      '7dU/itwwFAZwCQ1SCq216TTgrMu0GgIbQ5ZxTpAz6ATBIU2q+JmBTLMHSLGHyBHesJDtcgYNuYDSuXCsYJuBsDOzVhVS+Ktc',
      '/DBPH/pDyJw5/z6G0MXbZ5G4JExaWXQquEkrgmfSJpGYGJEaTkESO4k5MVznJA6L4JNcEwqRMydGRmJOzJVNblYQ01yPkcs4',
      'LIK/zhq5giq0EX++HnBbROE151quWh4xRhbaAUMcbrjssYiojlA/YhV8RB3fuLwcqiun8drw1Fz02ExP0Riujerx9EZSaLgx',
      'SehicCY8d34ROpJNt6GF4ziwDOcLac6ciQzP1eX4DQtC6EnF4Io2DCriBOmYV6QVvtgG5Qrijk6lgDW7U/CTOkUfRJ7RH8mn',
      'D5uQlh9rpx9fOxfwXvAXsNvaN3Qj09dsk2qLXJvdvTWPr50lvOP8eV1/sa9YfStfMqY1Is81fj/GFBLOaQ1oGavvpGCMaLTS',
      'LBFPY3HAX3sMGq02S0Cbn8DJ31gwKA84dScwGzHd9JhuXD9AjxU+gR8GXPsDTu35McjvcQyNthzwUwskdFxgitaex5zW9YDH',
      '6iQ6O1aXn8FgGWG3PdYpotX5GSwSCjvo20i0YNs0tei02cPxGFkT7tusCaIrfnWiqfadaipA5aptd+OP8b4pms+iK3zLfOX7',
      'LUpQYCE6Nb8Fc+bM+W/zBw==',
    ].join(''),
    'base64',
  ),
);

/** The print in the upper left of a sheet, twice as an engine would see it at 170 dpi. */
function sheet(): Uint8Array {
  const [width, height] = [600, 200];
  const grey = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const ink = (PRINT[y * ((WIDTH + 7) >> 3) + (x >> 3)]! >> (7 - (x & 7))) & 1;
      if (ink === 1) grey[(y + 40) * width + x + 60] = 0;
    }
  }
  return png({ width, height, grey });
}

test('the real engine reads a printed number, and says where', async () => {
  const scanner = createScanner({ today: '2026-11-27', reveal: true, ocr: tesseract() });
  const result = await scanner.scan({ name: 'a.png', bytes: sheet() });
  expect(result.findings).toMatchObject([
    { entity: 'resident-id', value: '110101190103070018', status: 'valid' },
  ]);
  const [place] = result.findings[0]!.places as PagePlace[];
  const [x0, y0, x1, y1] = place!.box;
  // The print has its ink from 70 to 293 in x and from 110 to 125 in y, counted from the bottom.
  expect(x0).toBeGreaterThan(60);
  expect(x1).toBeLessThan(420);
  expect(y1 - y0).toBeLessThan(40);
  expect(x1 - x0).toBeGreaterThan(150);
});

test('child processes read pictures by themselves; "off" leaves them unread', async () => {
  expect(isInstalled()).toBe(true);
  const input = { name: 'a.png', bytes: sheet() };
  const host = { worker: { module: new URL('../../../dist/node/worker.js', import.meta.url) } };
  for await (const result of scanPaths([input], { today: '2026-11-27', jobs: 1, host })) {
    expect(result.findings).toMatchObject([{ entity: 'resident-id', status: 'valid' }]);
  }
  for await (const result of scanPaths([input], { today: '2026-11-27', jobs: 1, host, ocr: 'off' })) {
    expect(result.coverage.unread).toMatchObject([{ code: 'ocr/not-installed' }]);
  }
});

test('modes', async () => {
  expect(withEngine({ ocr: 'off' }).ocr).toBeUndefined();
  expect(withEngine({}).ocr).toBeDefined();
  expect(() => withEngine({ ocr: 'sometimes' as 'auto' })).toThrow(TypeError);
  const own = { id: 'own', recognise: () => Promise.resolve([]) };
  expect(withEngine({ ocr: own }).ocr).toBe(own);
  await expect(scanPaths(['.'], { ocr: own }).next()).rejects.toThrow(/isolate: false/);
});

test('a stopped picture ends at once, and the next one is read by a fresh thread', async () => {
  const engine = tesseract();
  const picture = {
    width: 2000,
    height: 2000,
    grey: new Uint8Array(4_000_000).map((_, i) => (i * 7919) & 255),
  };
  const stop = new AbortController();
  const stopped = engine.recognise(picture, stop.signal);
  setTimeout(() => stop.abort(), 200);
  await expect(stopped).rejects.toThrow();
  const grey = new Uint8Array(600 * 200).fill(255);
  await expect(
    engine.recognise({ width: 600, height: 200, grey }, new AbortController().signal),
  ).resolves.toEqual([]);
});
