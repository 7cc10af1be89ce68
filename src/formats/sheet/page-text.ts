/** A header or footer without its codes: fonts, sizes, colours, sections, page numbers. Source: [MS-XLS] 2.4.136. */
export function pageText(text: string): string {
  return text
    .replace(/&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d{1,2}/g, '')
    .replace(/&[A-Za-z]/g, ' ')
    .replaceAll('&&', '&');
}
