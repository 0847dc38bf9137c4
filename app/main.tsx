import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './ui/base.css';
import { pageParameters } from './state/page-parameters.js';

const root = document.getElementById('root');
if (root !== null) {
  // Two pages in one: each loads only what it draws.
  const page = pageParameters.embed ? import('./embed/start.js') : import('./shell/start.js');
  void page.then(({ start }) => start(root));
}
