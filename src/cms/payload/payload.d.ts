/** What the plugin uses of Payload 3 at run time; the real types come with Payload. */
declare module 'payload' {
  export class APIError extends Error {
    constructor(message: string, status?: number, data?: object | null, isPublic?: boolean);
  }
  export class ValidationError extends APIError {
    constructor(
      results: {
        readonly collection?: string;
        readonly global?: string;
        readonly errors: readonly { readonly message: string; readonly path: string }[];
        readonly req?: unknown;
      },
      t?: unknown,
    );
  }
}
