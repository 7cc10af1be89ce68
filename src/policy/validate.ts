/** Checks a value against the subset of JSON Schema that `schema.ts` uses. */
import type { Schema } from './schema.js';

/** Something wrong, and where: `$.rules[2].mask.keepStart`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const MAX_PROBLEMS = 20;

/**
 * @returns What is wrong, at most 20 problems, in the order of the document; empty when the value conforms.
 * Messages name what is expected and never the value that stands there.
 */
export function validate(value: unknown, schema: Schema): Problem[] {
  const problems: Problem[] = [];
  check(value, schema, '$', { root: schema, problems });
  return problems.slice(0, MAX_PROBLEMS);
}

interface State {
  readonly root: Schema;
  readonly problems: Problem[];
}

function check(value: unknown, schema: Schema, path: string, state: State): void {
  if (state.problems.length >= MAX_PROBLEMS) return;
  const report = (message: string): void => void state.problems.push({ path, message });
  if (schema.$ref !== undefined) {
    check(value, resolve(schema.$ref, state.root), path, state);
    return;
  }
  if (schema.anyOf !== undefined) {
    const tries = schema.anyOf.map((option) => {
      const problems: Problem[] = [];
      check(value, option, path, { root: state.root, problems });
      return problems;
    });
    if (tries.every((problems) => problems.length > 0)) {
      report(`must be one of: ${schema.anyOf.map(describe).join('; ')}`);
    }
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    report(`must be one of ${schema.enum.map((item) => JSON.stringify(item)).join(', ')}`);
    return;
  }
  if (schema.type !== undefined) {
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
    if (!types.some((type) => isType(value, type))) {
      report(`must be ${types.join(' or ')}`);
      return;
    }
  }
  if (typeof value === 'string') checkString(value, schema, report);
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) report(`must be at least ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum) report(`must be at most ${schema.maximum}`);
  }
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) {
      report(`must have at least ${schema.minItems} items`);
    }
    if (schema.maxItems !== undefined && value.length > schema.maxItems) {
      report(`must have at most ${schema.maxItems} items`);
      return;
    }
    if (schema.items !== undefined) {
      for (let i = 0; i < value.length; i++) check(value[i], schema.items, `${path}[${i}]`, state);
    }
  } else if (typeof value === 'object' && value !== null) {
    checkObject(value as Record<string, unknown>, schema, path, state);
  }
}

function checkObject(value: Record<string, unknown>, schema: Schema, path: string, state: State): void {
  const { properties = {}, required = [], additionalProperties } = schema;
  for (const name of required) {
    if (!Object.hasOwn(value, name)) state.problems.push({ path: `${path}.${name}`, message: 'is missing' });
  }
  for (const name of Object.keys(value)) {
    const rule = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (rule !== undefined) check(value[name], rule, `${path}.${name}`, state);
    else if (additionalProperties === false) {
      const known = Object.keys(properties).join(', ');
      state.problems.push({
        path: `${path}[${JSON.stringify(name)}]`,
        message: `is not known; known are ${known}`,
      });
    }
  }
}

function checkString(value: string, schema: Schema, report: (message: string) => void): void {
  if (schema.minLength !== undefined && value.length < schema.minLength) report('must not be empty');
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    report(`must have at most ${schema.maxLength} characters`);
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    report(schema.description ?? `must match ${schema.pattern}`);
  }
}

function isType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function describe(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((item) => JSON.stringify(item)).join(', ');
  const range = schema.minimum === undefined ? '' : ` from ${schema.minimum} to ${schema.maximum}`;
  return `${typeof schema.type === 'string' ? schema.type : 'a value'}${range}`;
}

function resolve(reference: string, root: Schema): Schema {
  const found = root.$defs?.[reference.slice('#/$defs/'.length)];
  if (found === undefined) throw new RangeError(`schema reference ${reference} leads nowhere`);
  return found;
}
