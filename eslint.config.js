import { rooms } from './eslint.rooms.js';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Writes go through one UnitOfWork: TypeORM on better-sqlite3 shares one connection and one transaction counter,
// so a stray transaction or save() elsewhere mixes two callers' rows.
const strayWrites = [
  { selector: 'CallExpression[callee.property.name="transaction"]', message: 'Write through UnitOfWork.' },
  { selector: 'CallExpression[callee.property.name="createQueryRunner"]', message: 'Write through UnitOfWork.' },
  { selector: 'CallExpression[callee.property.name="save"]', message: 'Write through UnitOfWork.' },
];

// Node 20 answers it wrongly once it has optimised the caller (test/regressions/urls-with-letters-like-u-umlaut.spec.ts).
const wrongAnswers = [{ selector: 'MemberExpression[property.name="canParse"]', message: 'Use domain/parse-url.ts.' }];

export default tseslint.config(
  {
    ignores: [
      ...['src/client/api-types.ts', 'dist/**', 'coverage/**', 'node_modules/**', 'examples/**/*.js', '*.js'],
      // Parts of files that are whole only once a kit is rendered; test/kits runs them.
      'src/kits/templates/**',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 250, skipComments: false, skipBlankLines: false }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/storage/database/**'],
    rules: { 'no-restricted-syntax': ['error', ...strayWrites, ...wrongAnswers] },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: [
      'bench/**/*.ts',
      'src/cli/**/*.ts',
      'src/main.ts',
      'test/support/**/*.ts',
      'test/system/**/*.ts',
      'test/real/**/*.ts',
      'test/n8n/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // How TanStack Router is told of another page.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] },
      ],
    },
  },
  ...rooms,
);
