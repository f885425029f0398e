import { type DataTable, Then } from '@cucumber/cucumber';
import { spoken } from '../support/systems/kserve/expected.ts';
import {
  programMustAskFor,
  programMustGetArguments,
  programMustGetVariables,
  programMustRunImage,
  programOfAllMustGetArguments,
} from '../support/systems/kserve/pods/promises-of-programs.ts';
import { tableOf } from '../support/tables.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { it } from './slots.ts';

Then(
  'its {program} is started with these arguments:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    await programMustGetArguments(this, reading(this), program, tableOf(table, ['check', 'arguments']));
  },
);

Then(
  'the {program} of every LLM service in its namespace is started with these arguments:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    const rows = tableOf(table, ['check', 'arguments']);
    await programOfAllMustGetArguments(this, reading(this), program, rows);
  },
);

Then(
  'its {program} is started with these variables:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    await programMustGetVariables(
      this,
      this.cluster,
      this.require(it),
      program,
      tableOf(table, ['check', 'variable', 'source']).map((row) => ({
        ...row,
        variable: spoken(row.variable, reading(this)).join(),
      })),
    );
  },
);

Then(
  'its {program} asks for these resources:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    const rows = tableOf(table, ['check', 'resource', 'request']);
    await programMustAskFor(this, reading(this), program, rows);
  },
);

Then(
  'its {program} runs from an image {string}',
  async function (this: SuiteWorld, program: string, image: string) {
    await programMustRunImage(reading(this), program, image);
  },
);
