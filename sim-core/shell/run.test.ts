import { describe, expect, it } from 'vitest';
import type { ShellPlace } from './sys.js';
import { replay } from '../world/simulation.js';
import { Terminal } from '../test/terminal.js';

const cases: readonly (readonly [line: string, printed: string])[] = [
  ['echo a b', 'a b\n'],
  ['echo -n a', 'a'],
  ['echo \'a  b\' "c  d" e\\ f', 'a  b c  d e f\n'],
  ['# nothing', ''],
  ['echo a # b', 'a\n'],
  ['echo a#b', 'a#b\n'],
  ['echo a; echo b', 'a\nb\n'],
  ['true && echo yes || echo no', 'yes\n'],
  ['false && echo yes || echo no', 'no\n'],
  ['! false && echo yes', 'yes\n'],
  ['A=1 B=2; echo $A-${B}-${C:-x y}', '1-2-x y\n'],
  ['A="1  2"; echo $A "$A"', '1 2 1  2\n'],
  ["A=hello; echo \"${A} $A's\" '$A'", "hello hello's $A\n"],
  ['echo $(echo a; echo b) "$(echo a; echo b)"', 'a b a\nb\n'],
  ['echo `echo a`', 'a\n'],
  ['echo $(echo $(echo deep))', 'deep\n'],
  ['echo $((1 + 2 * (3 - 1)))', '5\n'],
  ['i=3; echo $((i*i)) $((10/3)) $((10%3))', '9 3 1\n'],
  ['echo {1..3} a{b,c}d', '1 2 3 abd acd\n'],
  ['for i in $(seq 1 3); do echo n$i; done', 'n1\nn2\nn3\n'],
  ['for i in 1 2\ndo\n  echo $i\ndone | wc -l', '2\n'],
  ['i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done', '0\n1\n2\n'],
  ['i=0; while echo c$i; [ $i -lt 1 ]; do echo b$i; i=$((i+1)); done', 'c0\nb0\nc1\n'],
  ['until true; do echo never; done; echo end', 'end\n'],
  ['if [ a = b ]; then echo 1; elif [ -n x ]; then echo 2; else echo 3; fi', '2\n'],
  ['(echo a; echo b) | grep b', 'b\n'],
  ['{ echo a; echo b; } | tail -n 1', 'b\n'],
  ['cat <<EOF\na $((1+1))\n\tb\nEOF', 'a 2\n\tb\n'],
  ["X=1; cat <<'EOF' | grep X\n$X\nEOF", '$X\n'],
  ['cat <<-EOF\n\ta\n\tEOF\necho b', 'a\nb\n'],
  ['cat <<< "a b"', 'a b\n'],
  ['echo a \\\n  b', 'a b\n'],
  ['echo a | grep b; echo $?', '1\n'],
  ['echo out > f; echo more >> f; cat f', 'out\nmore\n'],
  ['nosuch 2>/dev/null; echo $?', '127\n'],
  ['cat nosuch 2>&1 | wc -l', '1\n'],
  ['cat < nosuch', 'bash: nosuch: No such file or directory\n'],
  ['echo a >&2 2>/dev/null', 'a\n'],
  ['sh -c "echo in; exit 3"; echo $?', 'in\n3\n'],
  ['printf "%s-%03d\\n" a 7 b 8', 'a-007\nb-008\n'],
  ['echo b a c | tr " " "\\n" | sort | head -2', 'a\nb\n'],
  ['printf "a\\na\\nb\\n" | uniq -c', '      2 a\n      1 b\n'],
  ['printf "a\\na\\nb\\n" | sort | uniq -c | sort -rn', '      2 a\n      1 b\n'],
  ['echo a,b,c | cut -d, -f2,3', 'b,c\n'],
  ['echo a:b | awk -F: \'{print $2, "x"}\'', 'b x\n'],
  ["echo hello | sed 's/l\\+/L/; s/h/H/g'", 'HeLo\n'],
  ["printf 'a\\nb\\nc\\n' | sed -n '2p'", 'b\n'],
  ['printf "1\\n2\\n" | xargs -n1 echo n', 'n 1\nn 2\n'],
  ["echo 'unclosed", "bash: syntax error: unexpected end of line while looking for matching `''\n"],
  ['echo a |', 'bash: syntax error: unexpected end of line after |\n'],
  ['| echo', "bash: syntax error near unexpected token `|'\n"],
  ['for i in 1; do echo $i', "bash: syntax error: unexpected end of file, `done' is missing\n"],
  ['sleep 1 &', 'bash: jobs in the background are not modelled\n'],
];

describe('a command line', () => {
  it.each(cases)('%j', (line, printed) => {
    expect(new Terminal().run(line)).toBe(printed);
  });

  it('keeps variables and files from one line to the next', () => {
    const terminal = new Terminal();
    terminal.run('export A=1\necho text > file');
    expect(terminal.run('echo $A; cat file; ls')).toBe('1\ntext\nfile\n');
  });

  it('is played again byte for byte', () => {
    const terminal = new Terminal();
    terminal.run('kubectl create deployment web --image=nginx --replicas=2; kubectl expose deployment web --port=80');
    terminal.run('for i in {1..5}; do curl -s web.default | wc -c; done; conntrack -L', {
      kind: 'node',
      node: 'node1',
    });
    terminal.run('kubectl get svc,pods -o yaml');
    const { log } = terminal.simulation;
    const again = replay({ seed: 1, log });
    for (let at = 0; at <= log.length; at++) {
      expect(again.query({ kind: 'timeline' }, at)).toEqual(terminal.simulation.query({ kind: 'timeline' }, at));
    }
    expect(again.truncate(log.length)).toEqual(terminal.simulation.truncate(log.length));
  });

  it.each<readonly [place: ShellPlace, stderr: string]>([
    [{ kind: 'node', node: 'node9' }, 'Error from server (NotFound): nodes "node9" not found\n'],
    [{ kind: 'pod', namespace: 'default', name: 'x' }, 'Error from server (NotFound): pods "x" not found\n'],
  ])('is refused where nothing is: %o', (place, stderr) => {
    expect(new Terminal().dispatch('hostname', place)).toMatchObject({ accepted: false, stderr });
  });

  it.each([
    'while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done',
    'while true; do while true; do true; done; done',
    `${'$('.repeat(5000)}`,
    `${'('.repeat(5000)}`,
    `${'if '.repeat(5000)}`,
    `echo ${'{1..1000}'.repeat(20)}`,
    `echo $((${'('.repeat(5000)}1`,
    'A=aaaaaaaaaa; for i in {1..40}; do A=$A$A; done; echo done',
    `X='sh -c "$X"'; sh -c "$X"`,
    `${'`'.repeat(999)}`,
    `cat ${'<<A '.repeat(1000)}`,
    "yes | head; echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '(a+)+b'",
  ])('comes to an end: %.60s', (line) => {
    const { shell } = new Terminal().dispatch(line);
    expect(JSON.stringify(shell).length).toBeLessThan(5_000_000);
  });
});
