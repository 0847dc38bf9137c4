import type { terminal as en } from '../en/terminal.js';

export const terminal: typeof en = {
  label: '终端',
  input: (place) => `${place} 上的终端。Tab 补全，按两次 Esc 或按 F6 离开。`,
  plainInput: (place) => `在 ${place} 上执行的命令`,
  output: '输出',
  run: '执行',
  place: '提示符所在的位置',
  laptop: '本机',
  node: (name) => `节点 ${name}`,
  pod: (name) => `Pod ${name}`,
  open: '新终端',
  close: '关闭这个终端',
  reader: '读屏模式',
  readerOn: '读屏模式已打开',
  leaveHint: 'Tab 补全。按两次 Esc 或按 F6 离开终端。',
  loading: '正在打开终端',
  notes: {
    welcome: '这是本机上的 shell，有 kubectl、curl 等命令。输入 help 查看全部；教程可以整段粘贴。按两次 Esc 离开。',
    failed: '这条命令没有执行，集群保持原样。',
    skipped: (count) => `粘贴的内容里有 ${count} 行没有提示符，按输出略过。`,
  },
  search: (wanted) => `(reverse-i-search)\`${wanted}': `,
  editing: {
    title: (name) => `编辑 ${name}`,
    text: '文本',
    save: '保存',
    cancel: '取消',
    close: '关闭',
  },
};
