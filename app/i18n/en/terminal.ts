/** Words of the terminal. What commands print is theirs, and English. */
export const terminal = {
  label: 'Terminal',
  input: (place: string) => `Terminal on ${place}. Tab completes. Escape twice, or F6, leaves.`,
  plainInput: (place: string) => `Command on ${place}`,
  output: 'What was printed',
  run: 'Run',
  keys: 'Keys of the terminal',
  complete: 'Complete the word',
  older: 'Older command',
  newer: 'Newer command',
  stop: 'Stop the command',
  place: 'Place of the prompt',
  laptop: 'laptop',
  node: (name: string) => `node ${name}`,
  pod: (name: string) => `Pod ${name}`,
  open: 'New terminal',
  close: 'Close this terminal',
  reader: 'Screen reader mode',
  readerOn: 'Screen reader mode is on',
  leaveHint: 'Tab completes. Esc twice, or F6, leaves the terminal.',
  loading: 'Opening the terminal',
  notes: {
    welcome:
      'A shell on your laptop: kubectl, curl, and more. Type help for all of them; paste whole tutorials. Esc twice leaves.',
    failed: 'This command did not run. The cluster is as it was.',
    skipped: (count: number) =>
      count === 1
        ? 'One pasted line without a prompt was taken for output.'
        : `${count} pasted lines without a prompt were taken for output.`,
  },
  search: (wanted: string) => `(reverse-i-search)\`${wanted}': `,
  editing: {
    title: (name: string) => `Edit ${name}`,
    text: 'Text',
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
  },
};
