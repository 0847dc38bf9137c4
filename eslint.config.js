import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What the language offers and a deterministic core must not use. */
const impure = [
  'Date',
  'Intl',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'console',
  'process',
  'globalThis',
  'fetch',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'sim-core/fixtures/', 'test-results/', 'playwright-report/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['sim-core/**/*.ts'],
    ignores: [
      'sim-core/cli/**',
      'sim-core/**/*.test.ts',
      'sim-core/test/**',
      'sim-core/bench/**',
      'sim-core/kernel-test/**',
    ],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Draw from base/prng.' }],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name='localeCompare']", message: 'Use base/order.' },
        { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'Locale-free core.' },
        {
          selector:
            "BinaryExpression[operator=/^[!=]==$/][left.property.name='mode'], BinaryExpression[operator=/^[!=]==$/][left.name='mode']",
          message: 'Nothing asks for the mode: put it into the ProxyMode value.',
        },
      ],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['sim-core/**/*.test.ts', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['app/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  { files: ['**/*.mjs', '**/*.js'], rules: { '@typescript-eslint/no-unused-vars': 'off' } },
);
