/** The error that Strapi shows at the fields of a form. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { GateResult } from '../../index.js';
import type { Strapi } from './schema.js';

/** `errors.ValidationError` of `@strapi/utils`. */
export type ValidationErrorClass = new (message: string, details?: unknown) => Error;

/** @param Class Where it can't be found from the application's folder. */
export function refusal(strapi: Strapi, result: GateResult, Class?: ValidationErrorClass): Error {
  const errors = [
    ...result.fields
      .filter(({ refused }) => refused)
      .map(({ path, message }) => ({ path: path.split('.'), message })),
    ...result.files.filter(({ refused }) => refused).map(({ message }) => ({ path: ['files'], message })),
  ];
  const ErrorClass = Class ?? validationErrorOf(strapi);
  const details = { errors: errors.map((error) => ({ ...error, name: 'ValidationError' })) };
  // The admin panel shows the first message; the others stand at their fields.
  return new ErrorClass(errors.map(({ message }) => message).join('\n') || result.message, details);
}

/** Strapi tells its errors by their class, so it has to be the class that Strapi itself loaded. */
function validationErrorOf(strapi: Strapi): ValidationErrorClass {
  const app = createRequire(path.join(strapi.dirs.app.root, 'package.json'));
  const find = (load: NodeJS.Require): ValidationErrorClass =>
    (load('@strapi/utils') as { errors: { ValidationError: ValidationErrorClass } }).errors.ValidationError;
  try {
    // From Strapi's own folder: package managers need not put it within reach of the application.
    return find(createRequire(app.resolve('@strapi/strapi')));
  } catch {
    return find(app);
  }
}
