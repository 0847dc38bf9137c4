import type { YAMLError } from 'yaml';

/** What goyaml says where the parser underneath says it with a code of its own. */
const texts: Readonly<Record<string, string>> = {
  BAD_INDENT: 'did not find expected key',
  TAB_AS_INDENT: 'found character that cannot start any token',
  MISSING_CHAR: "could not find expected ':'",
  BAD_ALIAS: 'did not find expected alphabetic or numeric character',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
  BAD_DQ_ESCAPE: 'found unknown escape character',
  UNEXPECTED_TOKEN: 'did not find expected node content',
  BAD_COLLECTION_TYPE: 'did not find expected node content',
};

export const syntaxErrorText = (error: YAMLError, line: number): string =>
  `yaml: line ${line}: ${texts[error.code] ?? 'did not find expected key'}`;
