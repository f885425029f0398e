import type { FeatureSource } from '../feature-source.ts';

/** The lines of the rows of a step's table, its header first. */
export const rowLines = ({ written }: FeatureSource, line: number): number[] =>
  written
    .flatMap(({ steps }) => steps)
    .find(({ step }) => step.location.line === line)
    ?.step.dataTable?.rows.map(({ location }) => location.line) ?? [];
