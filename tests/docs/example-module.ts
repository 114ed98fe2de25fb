import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expectationOf, type Expectation } from './expected-value.ts';
import type { Example } from './find-examples.ts';
import { sharedNames } from './shared.ts';

/** The exports of a file: which names, and whether they are types alone. */
export interface Exports {
  readonly file: string;
  readonly names: ReadonlyMap<string, 'type' | 'value'>;
}

/** A statement whose comment says what it gives. */
export interface Promised {
  readonly code: string;
  readonly expectation: Expectation;
}

export interface ExampleModule {
  readonly text: string;
  readonly promised: readonly Promised[];
}

/** The names that a source text declares and exports. */
export function exportsOf(file: string, source: string): Exports {
  const names = new Map<string, 'type' | 'value'>();
  for (const statement of ts.createSourceFile(file, source, ts.ScriptTarget.Latest).statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      names.set(statement.name.text, 'type');
    else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) names.set(name.text, 'value');
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      names.set(statement.name.text, 'value');
  }
  return { file, names };
}

/**
 * The example as a module at `path` whose function `example(check, shared)` runs it and hands the value of each
 * statement with a promise to `check`, in order. Names come from the first of `sources` that exports them.
 */
export function moduleOf(example: Example, path: string, sources: readonly Exports[]): ExampleModule {
  const tree = ts.createSourceFile('example.ts', example.code, ts.ScriptTarget.Latest, true);
  const promised: Promised[] = [];
  const imports: string[] = [];
  const body = tree.statements.map((statement) => {
    const text = statement.getText(tree);
    if (ts.isImportDeclaration(statement)) {
      const from = (statement.moduleSpecifier as ts.StringLiteral).text;
      imports.push(
        text.replace(from, from.startsWith('.') ? importPath(path, join(dirname(example.file), from)) : from),
      );
      return '';
    }
    const expectation = expectationOf(commentOf(statement, tree));
    if (expectation.kind === 'words') return text.endsWith(';') ? text : `${text};`;
    promised.push({ code: text, expectation });
    return checked(statement, tree, promised.length - 1);
  });

  const wanted = namesIn(tree);
  for (const { file, names } of sources)
    for (const [name, kind] of names)
      if (wanted.delete(name))
        imports.push(`import ${kind === 'type' ? 'type ' : ''}{ ${name} } from '${importPath(path, file)}';`);
  const shared = sharedNames.filter((name) => wanted.has(name));
  const text = [
    `// ${example.file}:${example.line}`,
    ...imports,
    `import type { Shared } from '${importPath(path, 'tests/docs/shared.ts')}';`,
    'type Check = (index: number, run: () => unknown) => Promise<void>;',
    'export async function example(check: Check, shared: Shared): Promise<void> {',
    ...(shared.length > 0 ? [`const { ${shared.join(', ')} } = shared;`] : []),
    ...body,
    '}',
    '',
  ];
  return { text: text.join('\n'), promised };
}

function checked(statement: ts.Statement, tree: ts.SourceFile, index: number): string {
  if (ts.isExpressionStatement(statement))
    return `await check(${index}, async () => (${statement.expression.getText(tree)}));`;
  if (ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1)
    return `${statement.getText(tree)}\nawait check(${index}, async () => ${statement.declarationList.declarations[0]!.name.getText(tree)});`;
  throw new Error(`a value stands behind "${statement.getText(tree)}", which has none`);
}

/** What stands behind the statement on its last line, or else alone on the lines that follow. */
function commentOf(statement: ts.Statement, tree: ts.SourceFile): string {
  const { text } = tree;
  const behind = ts.getTrailingCommentRanges(text, statement.end)?.[0];
  if (behind) return text.slice(behind.pos + 2, behind.end);
  const below: string[] = [];
  for (const line of text.slice(statement.end).split('\n').slice(1)) {
    if (!line.startsWith('//')) break;
    below.push(line.slice(2).trim());
  }
  return below.join(' ');
}

/** Every name that the example mentions and does not itself declare on its top floor. */
function namesIn(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) dropBound(name, names);
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        for (const { name } of bindings.elements) names.delete(name.text);
    }
  }
  return names;
}

function dropBound(name: ts.BindingName, names: Set<string>): void {
  if (ts.isIdentifier(name)) names.delete(name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) dropBound(element.name, names);
}

function importPath(from: string, to: string): string {
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
