/** Pages of a PDF that was made around pictures, as rasters. */
import type { Budget } from '../../core/index.js';
import { untilExpired } from './deadline.js';
import { FALLBACK_FONT } from './fonts.js';
import type { Box } from './geometry.js';
import { openDocument } from './load.js';
import { composed, type PageRaster, type Placed, pictureData } from './page-raster.js';
import { walk } from './walker.js';

/** @returns undefined for pages that can't be decoded. @throws What pdf.js throws on a file that it can't open. */
export async function* picturePages(
  bytes: Uint8Array,
  budget: Budget,
): AsyncGenerator<PageRaster | undefined> {
  const { pdfjs, document, close } = await untilExpired(openDocument(bytes), budget);
  try {
    for (let number = 1; number <= document.numPages; number++) {
      const page = await untilExpired(document.getPage(number), budget);
      const list = await untilExpired(page.getOperatorList(), budget);
      const view = page.view as unknown as Box;
      const { pictures = [] } = walk(list, {
        ops: pdfjs.OPS,
        font: () => FALLBACK_FONT,
        visible: () => true,
        view,
        userUnit: 1,
        maxGlyphs: 0,
      });
      const placed: Placed[] = [];
      for (const picture of pictures) {
        const image = await untilExpired(pictureData(page, picture), budget);
        if (image !== undefined) placed.push({ picture, image });
      }
      yield placed.length === 0 ? undefined : composed(placed, view, 0);
      page.cleanup();
    }
  } finally {
    await close();
  }
}
