import type { Finding, FindingCode } from '../../sim-core/index.js';
import { diagnoses as en } from './en/diagnoses.js';
import { useLanguage, type Language } from './language.js';
import { diagnoses as zhCN } from './zh-CN/diagnoses.js';

export interface FindingText {
  readonly title: string;
  readonly body: readonly string[];
}

/** A finding without words does not compile. */
export type FindingWords = {
  readonly [C in FindingCode]: (finding: Extract<Finding, { readonly code: C }>) => FindingText;
};

export interface DiagnosisWords {
  readonly why: string;
  /** Before the name of the program whose behaviour it is. */
  readonly source: string;
  readonly veiled: string;
  readonly unveil: string;
  readonly findings: FindingWords;
}

const catalogues: Readonly<Record<Language, DiagnosisWords>> = { en, 'zh-CN': zhCN };

/** Words that come with the hints: the page opens without them. */
export const useDiagnosisText = (): DiagnosisWords => useLanguage((state) => catalogues[state.language]);

/** What a finding is called, and why it is one. */
export function textOfFinding(finding: Finding, { findings }: DiagnosisWords): FindingText {
  // Each code's words take that code's finding, which the type of the table says.
  return (findings[finding.code] as (one: Finding) => FindingText)(finding);
}
