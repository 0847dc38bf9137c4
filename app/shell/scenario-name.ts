import { useText } from '../i18n/text.js';
import { useDocument } from '../state/document.js';

/** What the Lab shows, in words: a scenario that comes with the page, or the learner's own work. */
export function useScenarioName(): string {
  const { scenarios, lab } = useText();
  const scenario = useDocument((state) => state.scenario);
  if (scenario === undefined) return lab.topBar.ownWork;
  return scenarios[scenario as keyof typeof scenarios]?.name ?? lab.topBar.ownWork;
}
