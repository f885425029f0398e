import { globSync } from 'node:fs';
import path from 'node:path';

/** One sentence for each feature in Markdown: the runner reads those as well, and takes every line that is no item for prose. */
export const markdownFeatures = (folder: string): string[] =>
  globSync('**/*.feature.md', { cwd: folder })
    .sort()
    .map((file) => path.join(folder, file))
    .map(
      (file) => `${file}:1: features are not written in Markdown; write it as ${file.replace(/\.md$/, '')}`,
    );
