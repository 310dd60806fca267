/**
 * What is not mutated: what no test can see.
 *
 * The checks of what can only be a fault of ours: `invariant:` says that no input leads there. Left
 * out are the error with its text, and an `if` that does nothing but throw it: with the check gone,
 * everything goes on as before. And the values in a list of keys (`keysOf`): they are there because
 * an object must have some.
 */
const textOf = (node) =>
  node?.type === "TemplateLiteral"
    ? node.quasis[0].value.raw
    : node?.type === "BinaryExpression"
      ? textOf(node.left)
      : (node?.value ?? "");

function isInvariant(node) {
  if (node?.type === "BlockStatement") return node.body.length === 1 && isInvariant(node.body[0]);
  if (node?.type === "IfStatement") return !node.alternate && isInvariant(node.consequent);
  if (node?.type !== "ThrowStatement" || node.argument.type !== "NewExpression") return false;
  const [message] = node.argument.arguments;
  return String(textOf(message)).startsWith("invariant:");
}

function isValueOfKey({ node, parentPath }) {
  if (node.type !== "BooleanLiteral" || parentPath?.node.type !== "ObjectProperty") return false;
  const { node: around } = parentPath.parentPath.parentPath;
  return around.type === "CallExpression" && around.callee.name === "keysOf";
}

function shouldIgnore(path) {
  if (isInvariant(path.node)) return "an invariant: no input leads there";
  return isValueOfKey(path) ? "a list of keys: its values say nothing" : undefined;
}

export const strykerPlugins = [{ kind: "Ignore", name: "invariants", value: { shouldIgnore } }];
