import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentType, headerParameters } from './body.js';
import { formParts } from './multipart.js';

const B = 'x-boundary';
const type = contentType(`multipart/form-data; boundary=${B}`);
const part = (headers: string, body: string): string =>
  `--${B}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}\r\n`;
const parse = (text: string) => formParts(Buffer.from(text), type);

test('what the platform writes is read back, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          field: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
          name: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })),
          bytes: fc.uint8Array({ maxLength: 60 }),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      async (parts) => {
        const form = new FormData();
        for (const { field, name, bytes } of parts) {
          if (name === null) form.append(field, 'text\r\n--');
          else form.append(field, new Blob([new Uint8Array(bytes)]), name);
        }
        const request = new Request('http://localhost', { method: 'POST', body: form });
        const body = Buffer.from(await request.arrayBuffer());
        const read = formParts(body, contentType(request.headers.get('content-type')!));
        expect(read.length).toBe(parts.length);
        read.forEach((one, i) => {
          const { name, bytes } = parts[i]!;
          expect(one.fileName !== undefined).toBe(name !== null);
          expect(
            Buffer.compare(one.bytes, name === null ? Buffer.from('text\r\n--') : Buffer.from(bytes)),
          ).toBe(0);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['.NET', `name=file; filename=x; filename*=utf-8''%E5%90%8D%E5%8D%95.pdf`, 'file', '名单.pdf'],
  ['quotes', `name="a\\"b"; filename="C:\\temp\\名单.pdf"`, 'a"b', '名单.pdf'],
  ['browser', `name="a%22b"; filename="x%0D%0Ay/../z.txt"`, 'a"b', 'z.txt'],
  ['empty file name', `name="a"; filename=""`, 'a', ''],
  ['broken escapes', `name="a"; filename="b"; filename*=UTF-8''%E5%9`, 'a', 'b'],
])('names as %s writes them', (_name, headers, field, fileName) => {
  expect(parse(`${part(headers, 'x')}--${B}--`)).toMatchObject([{ field, fileName }]);
});

test('preamble, epilogue, quoted boundary, look-alikes', () => {
  const body = `preamble\r\n${part('name="a"', `1\r\n--${B}more\r\n-- ${B}`)}--${B}  \r\nContent-Disposition: form-data; name="b"\r\n\r\n\r\n--${B}--\r\nepilogue`;
  const parts = formParts(Buffer.from(body), contentType(`multipart/form-data; charset=x; boundary="${B}"`));
  expect(parts.map(({ field, bytes }) => [field, bytes.toString()])).toEqual([
    ['a', `1\r\n--${B}more\r\n-- ${B}`],
    ['b', ''],
  ]);
});

test.each([
  ['no boundary in the body', 'nothing'],
  ['cut off', part('name="a"', 'x')],
  ['cut off in the headers', `--${B}\r\nContent-Disposition: form-data; name="a"`],
  ['a part without a name', `${part('filename="x"', 'x')}--${B}--`],
  ['no disposition', `--${B}\r\nX: y\r\n\r\nx\r\n--${B}--`],
  [
    'transfer encoding',
    `--${B}\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--${B}--`,
  ],
  ['too many', `${part('name="a"', '').repeat(1001)}--${B}--`],
])('refused: %s', (_name, body) => {
  expect(() => parse(body)).toThrow(/multipart/);
});

test('hostile bodies take linear time', () => {
  const started = process.cpuUsage();
  expect(() => parse(`--${B}\r\n${`\r\n--${B}x`.repeat(200_000)}`)).toThrow();
  expect(() => parse(part(`name="a";${';a="'.repeat(1500)}`, '').repeat(900))).toThrow();
  headerParameters(';a="'.repeat(200_000));
  headerParameters(`${';'.repeat(200_000)}=${' '.repeat(200_000)}`);
  // CPU time: a loaded machine is no fault of the reader.
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(3_000);
});
