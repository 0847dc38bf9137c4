import { describe, expect, it } from 'vitest';
import { wantsMore } from './completeness.js';
import { readPaste } from './paste.js';
import { emptyPrompt, pastedText, pressKey, promptWith, readKeys, searchText, type PromptState } from './prompt.js';
import { cellAfter, columnsOf, commonStart, drawLine, plain, printedText } from './screen-text.js';

const history = ['kubectl get svc', 'curl 10.96.0.1', 'kubectl get pods -o wide'];

const after = (keys: string, start: PromptState = emptyPrompt): PromptState =>
  readKeys(keys).reduce((state, key) => pressKey(state, key, history).state, start);

/** The line with `|` where the cursor stands. */
const shown = ({ line }: PromptState): string => `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;

describe('keys', () => {
  it.each<[what: string, keys: string, expected: string]>([
    ['typing', 'get svc', 'get svc|'],
    ['left, delete', 'abc\x1b[D\x1b[D\x1b[3~', 'a|c'],
    ['backspace', 'abc\x7f', 'ab|'],
    ['backspace over a pair of surrogates', 'a😀\x7f', 'a|'],
    ['home and end', 'abc\x1b[Hx\x1b[Fy', 'xabcy|'],
    ['ctrl-a, ctrl-k, ctrl-y twice', 'abc\x01\x0b\x19\x19', 'abcabc|'],
    ['ctrl-u', 'abc def\x1b[D\x15', '|f'],
    ['ctrl-w', 'kubectl get svc/web\x17', 'kubectl get |'],
    ['words', 'get svc/web\x1bb\x1bbX', 'get X|svc/web'],
    ['alt-d', 'get svc\x01\x1bd', '| svc'],
    ['ctrl-t', 'ab\x14', 'ba|'],
    ['history up', '\x1b[A', 'kubectl get pods -o wide|'],
    ['history up, down to what was typed', 'dra\x1b[A\x1b[A\x1b[B\x1b[B', 'dra|'],
    ['history ends', '\x1b[A\x1b[A\x1b[A\x1b[A', 'kubectl get svc|'],
    ['search', '\x12get\x12\x1b[F', 'kubectl get svc|'],
    ['search given up', 'abc\x12get\x07', 'abc|'],
    ['keys that mean nothing', 'a\x1b[20~\x1bOQb', 'ab|'],
  ])('%s', (_what, keys, expected) => {
    expect(shown(after(keys))).toBe(expected);
  });

  it('shows what a search found', () => {
    expect(searchText(after('\x12svc'), history)).toEqual({ wanted: 'svc', found: 'kubectl get svc' });
    expect(searchText(after('\x12zzz'), history)).toEqual({ wanted: 'zzz', found: '' });
  });

  it.each([
    ['\r', 'submit'],
    ['\x03', 'interrupt'],
    ['\x0c', 'clear'],
    ['\t', 'complete'],
    ['\x04', 'none'],
  ])('%j asks for %s', (key, effect) => {
    expect(pressKey(promptWith('ls'), key, history).effect).toBe(effect);
  });

  it('ends on ctrl-d in an empty line', () => {
    expect(pressKey(emptyPrompt, '\x04', history).effect).toBe('end');
  });

  it('goes on in the next row where a line is not whole', () => {
    expect(shown(after('cat <<EOF\rhello\r'))).toBe('cat <<EOF\nhello\n|');
  });

  it('keeps a paste in one piece', () => {
    expect(readKeys('a\x1b[200~x\ry\x1b[201~b')).toEqual(['a', '\x1b[200~x\ry\x1b[201~', 'b']);
    expect(pastedText('\x1b[200~x\ry\x1b[201~')).toBe('x\ry');
  });
});

describe('whether a command is whole', () => {
  it.each<[text: string, more: boolean]>([
    ['kubectl get svc', false],
    ["echo 'a", true],
    ["echo 'a\nb'", false],
    ['echo "it\'s"', false],
    ["echo it\\'s", false],
    ['kubectl get svc \\', true],
    ['kubectl get svc \\\n -A', false],
    ['cat <<EOF', true],
    ['cat <<EOF\na "b\nEOF', false],
    ['cat <<-EOF\na\n\tEOF', false],
    ["kubectl apply -f - <<'EOF'\na\n EOF", true],
    ['grep <<< word', false],
    ['kubectl get svc |', true],
    ['a &&', true],
    ["echo a # don't", false],
  ])('%j', (text, more) => {
    expect(wantsMore(text)).toBe(more);
  });
});

describe('a paste', () => {
  it.each<[what: string, pasted: string, commands: readonly string[], rest: string, skipped: number]>([
    ['one line', 'kubectl get svc', [], 'kubectl get svc', 0],
    ['one line with its prompt', '$ kubectl get svc', [], 'kubectl get svc', 0],
    ['lines', 'a\r\nb\r\n', ['a', 'b'], '', 0],
    [
      'a heredoc',
      'cat <<EOF | kubectl apply -f -\nkind: x\nEOF\nb',
      ['cat <<EOF | kubectl apply -f -\nkind: x\nEOF'],
      'b',
      0,
    ],
    [
      'prompts and output',
      '$ kubectl get svc\nNAME  TYPE\nweb   ClusterIP\n$ env\nA=B\n',
      ['kubectl get svc', 'env'],
      '',
      3,
    ],
    ['prompts of nodes', '[root@node1 ~]# ip a\nroot@node2:~# ip r\n', ['ip a', 'ip r'], '', 0],
    ['a pod’s prompt', '/ # nslookup web\n', ['nslookup web'], '', 0],
    ['a comment is no prompt', '# first\na\n', ['# first', 'a'], '', 0],
    ['lines that go on', '$ kubectl get \\\n> svc\n', ['kubectl get \\\nsvc'], '', 0],
    ['an unfinished heredoc', 'cat <<EOF\na', [], 'cat <<EOF\na', 0],
  ])('%s', (_what, pasted, commands, rest, skipped) => {
    expect(readPaste(pasted)).toEqual({ commands, rest, skipped });
  });
});

describe('the screen', () => {
  it('counts cells, two for Han', () => {
    expect(cellAfter('abc', 10)).toEqual({ row: 0, col: 3 });
    expect(cellAfter('节点', 10)).toEqual({ row: 0, col: 4 });
    expect(cellAfter('abcdefghijk', 10)).toEqual({ row: 1, col: 1 });
    expect(cellAfter('ab\nc', 10)).toEqual({ row: 1, col: 1 });
  });

  it('puts the cursor back into a wrapped line', () => {
    const { row, text } = drawLine('$ ', 'x'.repeat(18), 0, 10, 0);
    expect(row).toBe(0);
    expect(text.endsWith('\r\x1b[2A\x1b[2C')).toBe(true);
  });

  it('lets no output steer it', () => {
    expect(plain('a\x1b[2Jb\x07\tc\nd')).toBe('a[2Jb\tc\r\nd');
  });

  it('leaves text alone while no cluster is known', () => {
    expect(printedText('10.96.0.1\n', undefined)).toBe('10.96.0.1\r\n');
  });

  it('lists names in columns', () => {
    expect(columnsOf(['aa', 'bb', 'cc'], 8)).toBe('aa  cc\nbb');
    expect(commonStart(['kubectl', 'kube'])).toBe('kube');
  });
});
