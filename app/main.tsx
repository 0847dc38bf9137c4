import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './ui/base.css';
import './ui/first-paint.css';
import { startSpareWorker } from './engine/spare-worker.js';
import { keepForOffline } from './offline/register.js';
import { pageParameters } from './state/page-parameters.js';
import { firstWords, useSettings } from './state/settings.js';

const root = document.getElementById('root');
// What is painted first is in the reader's colours already.
Object.assign(document.documentElement.dataset, {
  theme: useSettings.getState().theme,
  page: pageParameters.embed ? 'embed' : 'lab',
});
if (root !== null) {
  startSpareWorker();
  // Two pages in one: each loads only what it draws.
  const page = pageParameters.embed ? import('./embed/start.js') : import('./shell/start.js');
  void Promise.all([page, firstWords]).then(([{ start }]) => start(root));
  // A page inside another keeps only what it needs itself.
  if (import.meta.env.PROD) keepForOffline(!pageParameters.embed);
}
