/**
 * Shapes of JSON, declared as JSON Schema and checked as they stand: one declaration that editors
 * read and that says every issue with its path (R26).
 *
 * Only the words of JSON Schema (draft 2020-12) below are known. A shape's `title` is what was
 * expected, in words, so every shape that can fail has one. Only own data of the input is looked
 * at, and no further than the shape goes (R27).
 */
import { type Issue, issue, pathTo } from "../core/input/issues.js";
import { didYouMean } from "../core/input/nearest.js";
import { ownValue } from "../core/input/reader.js";
import { isObject } from "../veeam/lists/fields.js";

/** A shape, as it is published. */
export interface Shape {
  /** What was expected, to stand after that word: `a share from 0 to 1`. */
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string;
  readonly enum?: readonly string[];
  /** Of texts; and the shortest that is allowed. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of arrays: what each item is, or what each of the first ones is, and how many there may be. */
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of objects: what each named key holds, and every other one; with `false` there is no other. */
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Shape;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Any of these, told apart by their `type`. */
  readonly anyOf?: readonly Shape[];
}

/**
 * Notes every way in which a value differs from a shape. Paths begin with `path`. Whether there was
 * none.
 */
export function checkShape(value: unknown, shape: Shape, path: string, issues: Issue[]): boolean {
  const option = shape.anyOf?.find(({ type }) => isOfType(value, type));
  if (option !== undefined)
    return checkShape(value, { title: shape.title ?? "", ...option }, path, issues);
  if (shape.anyOf !== undefined || !isOfType(value, shape.type) || !fits(value, shape)) {
    issues.push(issue(path, shape.title ?? `a value of type ${shape.type ?? "any"}`, value));
    return false;
  }
  if (Array.isArray(value)) return checkItems(value, shape, path, issues);
  return shape.type === "object" ? checkProperties(value as object, shape, path, issues) : true;
}

function isOfType(value: unknown, type: Shape["type"]): boolean {
  if (type === undefined) return true;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

/** What can be said without looking inside. */
function fits(value: unknown, shape: Shape): boolean {
  if (typeof value === "string") {
    const isWord = (shape.const ?? value) === value && (shape.enum?.includes(value) ?? true);
    return (
      isWord &&
      value.length >= (shape.minLength ?? 0) &&
      (shape.pattern === undefined || new RegExp(shape.pattern, "u").test(value))
    );
  }
  if (typeof value === "number")
    return value >= (shape.minimum ?? -Infinity) && value <= (shape.maximum ?? Infinity);
  if (Array.isArray(value))
    return value.length >= (shape.minItems ?? 0) && value.length <= (shape.maxItems ?? Infinity);
  if (typeof value !== "object" || value === null) return true;
  const { minProperties = 0, maxProperties = Infinity } = shape;
  const size = Object.keys(value).length;
  return size >= minProperties && size <= maxProperties;
}

function checkItems(
  items: readonly unknown[],
  { items: each, prefixItems = [] }: Shape,
  path: string,
  issues: Issue[],
): boolean {
  let good = true;
  for (let index = 0; index < items.length; index += 1) {
    const shape = prefixItems[index] ?? each;
    if (shape !== undefined && !checkShape(items[index], shape, `${path}[${index}]`, issues))
      good = false;
  }
  return good;
}

function checkProperties(
  object: object,
  { properties = {}, required = [], additionalProperties }: Shape,
  path: string,
  issues: Issue[],
): boolean {
  const before = issues.length;
  for (const key of Object.keys(object)) {
    const at = pathTo(path, key);
    if (Object.hasOwn(properties, key))
      checkShape(ownValue(object, key), properties[key]!, at, issues);
    else if (additionalProperties === false)
      issues.push(issue(at, "a known setting", key, whereTo(key, properties)));
    else if (additionalProperties !== undefined)
      checkShape(ownValue(object, key), additionalProperties, at, issues);
  }
  for (const key of required) {
    if (!Object.hasOwn(object, key))
      issues.push(issue(pathTo(path, key), properties[key]?.title ?? "a value", undefined));
  }
  return issues.length === before;
}

/** What an unknown key may have meant: one that is spelt nearly so, or one within another. */
function whereTo(key: string, properties: Readonly<Record<string, Shape>>): string | undefined {
  const near = didYouMean(key, Object.keys(properties));
  if (near !== undefined) return near;
  const within = Object.keys(properties).filter((name) =>
    Object.hasOwn(properties[name]!.properties ?? {}, key),
  );
  return within.length === 1 ? `did you mean ${within[0]!}.${key}?` : undefined;
}
