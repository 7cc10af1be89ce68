/**
 * `leaklint mcp`: tools for AI agents over standard input and output (Model Context Protocol, revision 2025-06-18).
 *
 * JSON-RPC 2.0, one message a line. Three tools need four methods, so no SDK: its tests use the real one.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { ScanService, Source } from '../serve/scan-service.js';
import { fileSource, lines } from './filter-command.js';
import { MCP_ZH } from './help-zh.js';
import { type Io, UsageError } from './io.js';
import { scannerArguments } from './scanner-arguments.js';
import { spokenLocale } from './words.js';

export const MCP_HELP =
  'leaklint mcp: Model Context Protocol on standard input and output; tools scan_text, scan_file, redact_text\n';

const VERSIONS = ['2025-06-18', '2025-03-26', '2024-11-05'];
const MAX_LINE = 64 * 1024 * 1024;
const text = { type: 'string' };
const TEXT = { text, format: { type: 'string', enum: ['text', 'html'], default: 'text' } };
const tool = (name: string, description: string, properties: object): object => ({
  name,
  description,
  inputSchema: {
    type: 'object',
    properties,
    required: [Object.keys(properties)[0]],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
});
const TOOLS = [
  tool(
    'scan_text',
    'Finds resident IDs, mobile numbers, bank cards and accounts and home addresses in a text or page. Verdict "pass" is clean; "incomplete" is not. Offsets are UTF-16 code units.',
    TEXT,
  ),
  tool('scan_file', 'The same for a file of any format (PDF, DOCX, ZIP …) below the working directory.', {
    path: text,
  }),
  tool('redact_text', 'The text with personal data masked, given out only when it is proven clean.', TEXT),
];

type Arguments = Readonly<Record<string, unknown>>;

/** JSON-RPC 2.0 § 5.1: -32700 parse, -32601 method, -32602 parameters, -32603 internal. */
const rpcError = (code: number, message: string) => Object.assign(new Error(message), { code });

/** @returns 0 when the input ends. */
export async function mcpCommand(
  args: readonly string[],
  io: Io,
  version: string,
  stream: AsyncIterable<Uint8Array> = process.stdin,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    await io.out(spokenLocale(args, io.env) === 'en' ? MCP_HELP : MCP_ZH);
    return 0;
  }
  if (args.length > 0)
    throw new UsageError('mcp takes no arguments; settings come from the configuration file');
  const { ScanService } = await import('../serve/scan-service.js');
  const service = new ScanService({ scanner: scannerArguments({}, io) });
  try {
    for await (const line of lines(stream, MAX_LINE, io.signal)) {
      const answer = await answerOf(line, service, io, version);
      if (answer !== undefined) await io.out(`${JSON.stringify({ jsonrpc: '2.0', ...answer })}\n`);
    }
    return 0;
  } finally {
    service.close();
  }
}

/** @returns undefined for a notification. */
async function answerOf(
  line: Buffer | undefined,
  service: ScanService,
  io: Io,
  version: string,
): Promise<object | undefined> {
  let request: Arguments;
  try {
    request = JSON.parse(line?.toString('utf8') ?? '') as Arguments;
  } catch {
    return { id: null, error: { code: -32700, message: 'not valid JSON, or too long' } };
  }
  const id = request?.id;
  if (id === undefined || id === null) return undefined;
  try {
    return { id, result: await resultOf(request, service, io, version) };
  } catch (error) {
    const { code, message } = error as ReturnType<typeof rpcError>;
    // Any other message may quote something.
    return {
      id,
      error: typeof code === 'number' ? { code, message } : { code: -32603, message: 'internal error' },
    };
  }
}

async function resultOf(message: Arguments, service: ScanService, io: Io, version: string): Promise<unknown> {
  const params = (message.params ?? {}) as Arguments;
  switch (message.method) {
    case 'initialize':
      return {
        protocolVersion: VERSIONS.find((one) => one === params.protocolVersion) ?? VERSIONS[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'leaklint', version },
      };
    case 'ping':
      return {};
    case 'tools/list':
      return { tools: TOOLS };
    case 'tools/call':
      return call(String(params.name), (params.arguments ?? {}) as Arguments, service, io);
    default:
      throw rpcError(-32601, 'no such method');
  }
}

async function call(name: string, given: Arguments, service: ScanService, io: Io): Promise<unknown> {
  if (name === 'scan_file') return toolResult(await service.scan(sourceBelow(given.path, io)));
  if (typeof given.text !== 'string') throw rpcError(-32602, '"text" must be a string');
  const kind = given.format === 'html' ? 'html' : 'text';
  const source: Source = { kind, name: 'text', text: given.text };
  if (name === 'scan_text') return toolResult(await service.scan(source));
  if (name !== 'redact_text') throw rpcError(-32602, 'no such tool');
  const { bytes, clean, applied, refused } = await service.redact(source);
  const redacted =
    clean && bytes !== undefined ? { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) } : {};
  return { ...toolResult({ clean, applied, refused, ...redacted }), isError: !clean };
}

/** Only what lies below the working directory, links followed: an agent may be talked into asking for more. */
function sourceBelow(file: unknown, io: Io): Source {
  try {
    const real = fs.realpathSync(path.resolve(io.cwd, String(file)));
    const [first = ''] = path.relative(fs.realpathSync(io.cwd), real).split(path.sep);
    if (first !== '' && first !== '..' && !path.isAbsolute(first))
      return fileSource(real, String(file), Infinity);
  } catch {
    // Not there: the same answer as for what may not be read.
  }
  throw rpcError(-32602, '"path" is no file below the working directory');
}

function toolResult(value: object): { content: object[]; structuredContent: object } {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value };
}
