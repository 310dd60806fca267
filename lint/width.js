/**
 * The width of every line: the formatter breaks code, but neither comments nor texts in quotes.
 *
 * Free to stick out are what cannot be broken: an address, and an example with its answer.
 */
const UNBREAKABLE = /https?:\/\/|\/\/ => /;

const width = {
  meta: { type: "layout", schema: [{ type: "integer", minimum: 1 }] },
  create(context) {
    const [most] = context.options;
    return {
      Program() {
        for (const [index, text] of context.sourceCode.lines.entries()) {
          const length = [...text].length;
          if (length <= most || UNBREAKABLE.test(text)) continue;
          const message = `This line reaches to column ${length}, over ${most}.`;
          context.report({ loc: { line: index + 1, column: most }, message });
        }
      },
    };
  },
};

export default { meta: { name: "lines" }, rules: { width } };
