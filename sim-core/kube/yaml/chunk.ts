/** A piece of a manifest stream that kubectl hands to its YAML parser as one document. */
export interface Chunk {
  readonly text: string;
  /** Lines of the whole text before this piece. */
  readonly linesBefore: number;
}

/**
 * Splits a stream at lines that hold `---` and nothing else but space. Such a line at the very
 * start stays with the document that follows it, which is why kubectl counts the lines of the
 * first document from the top of the file and those of all others from their own separator.
 *
 * @see apimachinery/pkg/util/yaml/decoder.go (v1.34) YAMLReader.Read
 */
export function splitChunks(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let linesBefore = 0;
  let line = 0;
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    if (at > start && text.startsWith('---', at) && text.slice(at + 3, end).trim() === '') {
      chunks.push({ text: text.slice(start, at), linesBefore });
      start = end;
      linesBefore = line + 1;
    }
    line += 1;
    at = end;
  }
  if (start < text.length) chunks.push({ text: text.slice(start), linesBefore });
  return chunks;
}
