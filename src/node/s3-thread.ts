/** The thread that speaks to S3: one request at a time, the answer before the other thread is woken. */
import { setTimeout as delay } from 'node:timers/promises';
import { type MessagePort, workerData } from 'node:worker_threads';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Answer, S3Object, S3Request } from './s3.js';

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };

const ATTEMPTS = 5;

type Sdk = typeof import('@aws-sdk/client-s3');
let loaded: { sdk: Sdk; client: S3Client } | undefined;

/** The SDK tells every process that it will want a newer Node; who installs it reads that in its notes. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

async function load(): Promise<{ sdk: Sdk; client: S3Client }> {
  if (loaded === undefined) {
    const sdk = await import('@aws-sdk/client-s3');
    const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
    // Other servers than Amazon's have no name for each bucket.
    const options = endpoint === undefined || endpoint === '' ? {} : { endpoint, forcePathStyle: true };
    loaded = { sdk, client: new sdk.S3Client({ maxAttempts: ATTEMPTS, ...options }) };
  }
  return loaded;
}

async function answer(request: S3Request): Promise<S3Answer> {
  const { sdk, client } = await load();
  const { bucket: Bucket } = request;
  if (request.kind === 'list') {
    const found = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket,
        Prefix: request.prefix,
        ...(request.token === undefined ? {} : { ContinuationToken: request.token }),
      }),
    );
    const objects = (found.Contents ?? []).map((one) =>
      objectOf(Bucket, one.Key ?? '', one.Size, one.LastModified, one.ETag),
    );
    const token = found.IsTruncated === true ? found.NextContinuationToken : undefined;
    return { kind: 'page', objects, ...(token === undefined ? {} : { token }) };
  }
  if (request.kind === 'head') {
    const found = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: request.key }));
    const { ContentLength, LastModified, ETag } = found;
    return { kind: 'object', object: objectOf(Bucket, request.key, ContentLength, LastModified, ETag) };
  }
  const get = new sdk.GetObjectCommand({
    Bucket,
    Key: request.key,
    Range: `bytes=${request.start}-${request.end - 1}`,
    ...(request.etag === '' ? {} : { IfMatch: `"${request.etag}"` }),
  });
  for (let attempt = 1; ; attempt++) {
    const found = await client.send(get);
    try {
      return { kind: 'bytes', bytes: (await found.Body?.transformToByteArray()) ?? new Uint8Array(0) };
    } catch (error) {
      // The SDK tries again until an answer begins; a connection that breaks in the bytes behind it is ours.
      if (attempt >= ATTEMPTS) throw error;
      await delay(100 * 2 ** attempt);
    }
  }
}

function objectOf(
  bucket: string,
  key: string,
  size = 0,
  modified: Date | undefined,
  etag: string | undefined,
): S3Object {
  return {
    path: `s3://${bucket}/${key}`,
    size,
    mtime: modified?.getTime() ?? 0,
    etag: (etag ?? '').replace(/^W\/|"/g, ''),
  };
}

/** The codes that the rest of the program knows; others by their name. Messages may quote a key or an address. */
function codeOf(error: unknown): string {
  const {
    name = 'EIO',
    code,
    $metadata,
  } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  if (code === 'ERR_MODULE_NOT_FOUND') return 'node/s3-missing';
  switch ($metadata?.httpStatusCode) {
    case 403:
    case 401:
      return 'EACCES';
    case 404:
      return 'ENOENT';
    case 412:
      return 'ESTALE';
    default:
      return code ?? name;
  }
}

port.on('message', (request: S3Request) => {
  answer(request)
    .catch((error: unknown): S3Answer => ({ kind: 'error', code: codeOf(error) }))
    .then((told) => {
      port.postMessage(told);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
});
