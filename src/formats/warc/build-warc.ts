/** Web archives for tests. */
import zlib from 'node:zlib';

export interface BuildRecord {
  readonly type: string;
  readonly url?: string;
  readonly date?: string;
  readonly contentType?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly block: string | Uint8Array;
}

export const DATE = '2024-05-06T07:08:09Z';

/** An HTTP message; `Content-Length` is left to the fields given. */
export function http(body: string | Uint8Array, fields: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries({ 'Content-Type': 'text/html; charset=utf-8', ...fields }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n`), Buffer.from(body)]);
}

export function warcRecord(record: BuildRecord): Buffer {
  const { type, url, date = DATE, contentType = 'application/http', fields = {} } = record;
  const block = Buffer.from(record.block);
  const head = [
    'WARC/1.1',
    `WARC-Type: ${type}`,
    ...(url === undefined ? [] : [`WARC-Target-URI: ${url}`]),
    `WARC-Date: ${date}`,
    `WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>`,
    `Content-Type: ${contentType}`,
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${block.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), block, Buffer.from('\r\n\r\n')]);
}

export const page = (url: string, body: string | Uint8Array, fields: Readonly<Record<string, string>> = {}): BuildRecord => ({
  type: 'response',
  url,
  block: http(body, fields),
});

export function warc(records: readonly BuildRecord[]): Buffer {
  return Buffer.concat(records.map(warcRecord));
}

/** One member a record. */
export function warcGz(records: readonly BuildRecord[]): Buffer {
  return Buffer.concat(records.map((record) => zlib.gzipSync(warcRecord(record))));
}

/** @param records URL, body. */
export function arc(records: readonly (readonly [url: string, block: Uint8Array])[]): Buffer {
  const line = (url: string, block: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`${url} 192.0.2.1 20240506070809 text/html ${block.length}\n`), block, Buffer.from('\n')]);
  const info = Buffer.from('1 0 leaklint\nURL IP-address Archive-date Content-type Archive-length\n');
  return Buffer.concat([line('filedesc://test.arc', info), ...records.map(([url, block]) => line(url, block))]);
}

/** A body in chunks of `size` bytes. */
export function chunked(body: Uint8Array, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const chunk = Buffer.from(body.subarray(at, at + size));
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
