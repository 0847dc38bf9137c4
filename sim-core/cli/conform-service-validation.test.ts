import { describe, expect, it } from 'vitest';
import { readCases } from '../test/recorded.js';
import { conformServiceValidation, type ValidationCases } from './conform-service-validation.js';

interface Expected {
  readonly test: string;
  readonly name: string;
  readonly errors: readonly { readonly field: string; readonly type: string; readonly text: string }[];
}

const byText = (a: { readonly text: string }, b: { readonly text: string }): number => (a.text < b.text ? -1 : 1);

describe("the API server's own Service validation cases", () => {
  const file = readCases<{ readonly cases: readonly (ValidationCases['cases'][number] & Expected)[] }>(
    'service-validation.json',
  );
  const answers = conformServiceValidation(file);
  it.each(file.cases.map((c, i) => [`${i} ${c.test}: ${c.name}`, c.errors, answers[i]?.errors ?? []] as const))(
    '%s',
    (_name, expected, found) => {
      expect([...found].sort(byText)).toEqual([...expected].sort(byText));
    },
  );
});
