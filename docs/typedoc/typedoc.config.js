import { katex } from '@mdit/plugin-katex'
import { resolve } from 'node:path'

/**
 * A file as a pattern that matches it alone: TypeDoc takes brackets for one, and does not find a folder above the kit that has
 * them in its name, even if they are escaped by a backslash.
 */
const file = (path) =>
  resolve(import.meta.dirname, path)
    .replaceAll('\\', '/')
    .replaceAll(/[()[\]{}]/g, (bracket) => ('{}'.includes(bracket) ? '?' : `[${bracket}]`))

/** What the documentation site in docs/site/ is made of; paths are relative to this folder. */
export default {
  name: 'cnn-from-scratch',
  tsconfig: './tsconfig.json',
  out: '../site',
  readme: '../../README.md',
  plugin: ['./plugin.ts'],
  projectDocuments: ['../guide.md', '../handouts.md'].map(file),
  entryPoints: [
    '../../kit/tensor/index.ts',
    '../../kit/tensor/eigen.ts',
    '../../kit/layers/index.ts',
    '../../kit/layers/border.ts',
    '../../kit/layers/offset-of.ts',
    '../../kit/network/index.ts',
    '../../kit/solver/index.ts',
    '../../kit/training/index.ts',
    '../../kit/training/report/index.ts',
    '../../data/index.ts',
  ].map(file),

  skipErrorChecking: true,
  excludePrivate: true,
  excludeInternal: true,
  disableGit: true,
  disableSources: true,
  hideGenerator: true,
  githubPages: true,
  router: 'structure',
  sort: ['documents-first', 'kind', 'source-order'],
  kindSortOrder: [
    'Document',
    'Module',
    'Class',
    'Function',
    'Namespace',
    'Variable',
    'Interface',
    'TypeAlias',
    'Reference',
  ],
  groupOrder: [
    'Documents',
    'Modules',
    'Classes',
    'Functions',
    'Namespaces',
    'Variables',
    'Interfaces',
    'Type Aliases',
    'Constructors',
    'Properties',
    'Accessors',
    'Methods',
    '*',
  ],
  sortEntryPoints: false,
  categorizeByGroup: false,
  headings: { readme: false, document: false },
  searchInComments: true,
  searchInDocuments: true,
  // A learner looks for an idea first: handouts and pages come before the API.
  searchGroupBoosts: { Documents: 20 },
  customCss: './site.css',
  highlightLanguages: ['typescript', 'javascript', 'json', 'bash', 'console', 'python', 'yaml'],
  // A worked example of a handout, and what a terminal shows.
  ignoredHighlightLanguages: ['worked'],
  markdownItLoader(parser) {
    // What scrolls in a narrow window, such as wide formulas and tables, must be reached with the keyboard.
    parser.use(katex, {
      throwOnError: true,
      strict: 'error',
      transformer: (html) => html.replace('class="katex-display"', '$& tabindex="0"'),
    })
    // A block that names no language shows what a terminal shows, and not TypeScript.
    parser.core.ruler.push('terminal', ({ tokens }) => {
      for (const token of tokens) if (token.type === 'fence' && token.info === '') token.info = 'text'
    })
    parser.core.ruler.push('tables', ({ tokens }) => {
      for (const token of tokens) if (token.type === 'table_open') token.attrSet('tabindex', '0')
    })
  },

  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  // Properties are left out: most of them are `out` and `cache`, and their functions tell what those are.
  requiredToBeDocumented: ['Class', 'Interface', 'Function', 'Method', 'Accessor', 'Variable', 'TypeAlias'],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
}
