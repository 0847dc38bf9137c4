import { openFiles } from '../../state/files.js';

/** Lets the learner pick files of their own; the browser shows the dialog. */
export function pickFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.yaml,.yml,.json';
  input.addEventListener('change', () => void openFiles([...(input.files ?? [])]));
  input.click();
}
