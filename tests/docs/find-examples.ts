import ts from 'typescript';

/** One `@example` block of a docstring. */
export interface Example {
  readonly file: string;
  /** Where its first line of code stands in the file, counted from 1. */
  readonly line: number;
  /** What the docstring documents. */
  readonly name: string;
  readonly code: string;
  /** Why it is not run: what follows `// not run:` on its first line. */
  readonly notRun: string | undefined;
}

const TAG = /^@(?<tag>\w+)[ \t]*/u;

/** Every example of a source text, in its order. A docstring that documents nothing has no examples. */
export function findExamples(file: string, source: string): Example[] {
  if (!source.includes('@example')) return [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Example[] = [];
  const visit = (node: ts.Node): void => {
    for (const comment of node.getChildren(tree).filter(ts.isJSDoc))
      for (const { line, code } of blocksOf(comment.getText(tree)))
        found.push({
          file,
          line: tree.getLineAndCharacterOfPosition(comment.pos).line + line,
          name: nameOf(node),
          code,
          notRun: /^\/\/ not run: (?<why>.+)/u.exec(code)?.groups?.['why'],
        });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The example blocks of one comment, and the line of the comment, from 1, on which each begins. */
function blocksOf(comment: string): { readonly line: number; readonly code: string }[] {
  const lines = comment
    .replace(/^\/\*\*/u, '')
    .replace(/\*\/$/u, '')
    .split(/\r?\n/u)
    .map((line) => line.replace(/^\s*\* ?/u, '').trimEnd());
  const blocks: { line: number; lines: string[] }[] = [];
  let isOpen = false;
  lines.forEach((text, index) => {
    const tag = TAG.exec(text.trim());
    if (tag) isOpen = tag.groups?.['tag'] === 'example';
    if (tag && isOpen) blocks.push({ line: index + 1, lines: [text.trim().slice(tag[0].length)] });
    else if (isOpen) blocks.at(-1)!.lines.push(text);
  });
  return blocks.map(({ line, lines: block }) => {
    const skipped = block.findIndex((text) => text.trim() !== '');
    return { line: line + Math.max(skipped, 0), code: block.join('\n').trim() };
  });
}

function nameOf(node: ts.Node): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]!.name.getText();
  const name = (node as Partial<ts.NamedDeclaration>).name;
  return name ? name.getText() : ts.SyntaxKind[node.kind];
}
