/**
 * What the vendor's schema files say of an answer, asked of a validator that knows nothing of us.
 */
import { Ajv, type ValidateFunction } from "ajv";
import { veeamFixture } from "./veeamJobs.ts";

interface Shape extends Record<string, unknown> {
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly type?: string;
}

const FILES = veeamFixture<{ readonly versions: Readonly<Record<string, Record<string, Shape>>> }>(
  "schemas",
);

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** OpenAPI 3.0 says `nullable` where a JSON Schema has a type more. */
function jsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonSchema);
  if (typeof value !== "object" || value === null) return value;
  const { nullable, ...shape } = value as Shape;
  const converted = Object.fromEntries(
    Object.entries(shape).map(([key, inner]) => [
      key,
      key === "enum" && nullable === true ? [...(inner as unknown[]), null] : jsonSchema(inner),
    ]),
  );
  return nullable === true && typeof shape.type === "string"
    ? { ...converted, type: [shape.type, "null"] }
    : converted;
}

const validators = new Map<number, Ajv>();

function validatorOf(version: number): Ajv {
  const known = validators.get(version);
  if (known !== undefined) return known;
  const ajv = new Ajv({ strict: false, allErrors: true });
  const number = { type: "number" as const, validate: Number.isSafeInteger };
  for (const [name, pattern] of [
    ["uuid", GUID],
    ["date-time", INSTANT],
  ] as const)
    ajv.addFormat(name, pattern);
  for (const name of ["int32", "int64"]) ajv.addFormat(name, number);
  ajv.addFormat("password", true);
  ajv.addFormat("double", { type: "number", validate: Number.isFinite });
  const definitions = jsonSchema(FILES.versions[String(version)]);
  ajv.addSchema({ $id: "vendor", definitions });
  validators.set(version, ajv);
  return ajv;
}

/** The versions of which there are schema files. */
export const SCHEMA_VERSIONS = Object.keys(FILES.versions).map(Number);

/** What is wrong with an answer by the name of its schema, a line each; `[Name]` for an array. */
export function schemaErrors(version: number, name: string, answer: unknown): string[] {
  const ajv = validatorOf(version);
  const inner = /^\[(.+)\]$/.exec(name)?.[1];
  const ref = { $ref: `vendor#/definitions/${inner ?? name}` };
  const check: ValidateFunction = ajv.compile(
    inner === undefined ? ref : { type: "array", items: ref },
  );
  if (check(answer)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message = "" }) => `${name}${instancePath} ${message}`,
  );
}

/** Properties of an answer that its schema does not have, as paths. */
export function unknownProperties(version: number, name: string, answer: object): string[] {
  const shapes = FILES.versions[String(version)]!;
  const properties = shapes[name]?.["properties"] as Record<string, unknown> | undefined;
  return Object.keys(answer).filter((key) => !(key in (properties ?? {})));
}
