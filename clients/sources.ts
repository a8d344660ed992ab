// The sources of the clients as the tests of the house read them: imports, exports and functions, by TypeScript's own parser.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const clients = ['shared', 'citizen', 'portal', 'desk', 'mobile'];
const root = fileURLToPath(new URL('.', import.meta.url));

export interface Import {
	/** The file imported, from the folder of the clients; null for a package. */
	file: string | null;
	/** What is taken of it; '*' for all of it, 'default' for its default. Empty for a file that is only run. */
	names: string[];
	/** A page that is loaded when it is needed; it may be loaded in a circle. */
	lazy: boolean;
}

export interface Source {
	/** From the folder of the clients. */
	path: string;
	text: string;
	imports: Import[];
	exports: { name: string; isType: boolean }[];
	/** Names of functions with their number of lines. */
	functions: { name: string; lines: number }[];
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return filesOf(path);
		return /\.(tsx?|css)$/.test(entry.name) && entry.name !== 'contract.d.ts' ? [path] : [];
	});
}

/** The file that a specifier names, from the folder of the clients; null for a package of others. */
function resolve(from: string, specifier: string): string | null {
	const own = /^@motcua\/(\w+)\/(.+)$/.exec(specifier);
	if (own) return own[2] === 'vite' ? `${own[1]}/vite.ts` : `${own[1]}/src/${own[2]}`;
	return specifier.startsWith('.') ? relative(root, join(root, dirname(from), specifier)) : null;
}

function importOf(path: string, node: ts.ImportDeclaration | ts.ExportDeclaration): Import {
	const file = resolve(path, (node.moduleSpecifier as ts.StringLiteral).text);
	const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
	const named = ts.isImportDeclaration(node) ? clause?.namedBindings : node.exportClause;
	const elements = named && (ts.isNamedImports(named) || ts.isNamedExports(named)) ? [...named.elements] : [];
	return {
		file,
		names: [
			...(clause?.name ? ['default'] : []),
			...(named && ts.isNamespaceImport(named) ? ['*'] : []),
			...elements.map((element) => (element.propertyName ?? element.name).text),
		],
		lazy: false,
	};
}

/** import.meta.glob('./*\/Field.tsx', { import: 'name' }): one name of every file that the pattern meets. */
function globOf(path: string, node: ts.CallExpression): Import[] {
	const [pattern, options] = node.arguments;
	const name = /import: '(\w+)'/.exec(options?.getText() ?? '')?.[1] ?? '*';
	const escaped = (pattern as ts.StringLiteral).text.slice(2).replace(/[.]/g, '\\$&').replaceAll('*', '[^/]+');
	const folder = join(root, dirname(path));
	const found = filesOf(folder).filter((file) => new RegExp(`^${escaped}$`).test(relative(folder, file)));
	return found.map((file) => ({ file: relative(root, file), names: [name], lazy: false }));
}

const exported = (node: ts.Node) =>
	ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((entry) => entry.kind === ts.SyntaxKind.ExportKeyword);

function exportsOf(node: ts.Statement): Source['exports'] {
	if (!exported(node)) return [];
	if (ts.isVariableStatement(node))
		return node.declarationList.declarations.map((entry) => ({ name: entry.name.getText(), isType: false }));
	if (ts.getModifiers(node as ts.FunctionDeclaration)?.some((entry) => entry.kind === ts.SyntaxKind.DefaultKeyword))
		return [{ name: 'default', isType: false }];
	const name = (node as ts.FunctionDeclaration).name?.text;
	return name ? [{ name, isType: ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) }] : [];
}

function nameOf(node: ts.Node): string {
	if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name?.getText() ?? 'default';
	return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '';
}

function read(path: string): Source {
	const text = readFileSync(join(root, path), 'utf8');
	const source: Source = { path, text, imports: [], exports: [], functions: [] };
	if (path.endsWith('.css')) return source;
	const parsed = ts.createSourceFile(
		path,
		text,
		ts.ScriptTarget.ES2022,
		true,
		path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
	);
	const lineOf = (position: number) => parsed.getLineAndCharacterOfPosition(position).line;
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier))
			source.imports.push(importOf(path, node));
		if (ts.isCallExpression(node) && node.expression.getText() === 'import.meta.glob')
			source.imports.push(...globOf(path, node));
		if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			source.imports.push({
				file: resolve(path, (node.arguments[0] as ts.StringLiteral).text),
				names: ['default'],
				lazy: true,
			});
		if (
			ts.isFunctionDeclaration(node) ||
			ts.isMethodDeclaration(node) ||
			ts.isArrowFunction(node) ||
			ts.isFunctionExpression(node)
		)
			source.functions.push({ name: nameOf(node), lines: lineOf(node.end) - lineOf(node.getStart()) + 1 });
		ts.forEachChild(node, visit);
	};
	visit(parsed);
	source.exports = [...parsed.statements].flatMap(exportsOf);
	return source;
}

export const files: Source[] = clients
	.map((client) => join(root, client, 'src'))
	.filter(existsSync)
	.flatMap(filesOf)
	.map((path) => read(relative(root, path)));

const isTest = (path: string) => /\.test\.tsx?$/.test(path);

/** What runs in the browser. */
export const code = files.filter((file) => !isTest(file.path) && !file.path.endsWith('.css'));
