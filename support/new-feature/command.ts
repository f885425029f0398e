import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { counted } from '../amounts/counted.ts';
import { readOptions } from '../command-line/options.ts';
import type { Printer } from '../command-line/run-command.ts';
import { readProject, settledChecks } from '../lint/project.ts';
import { editDistance } from '../spelling/nearest.ts';
import { readCoverage } from '../verdict/coverage.ts';
import { readFeatureFolder } from '../verdict/feature-files.ts';
import { readInventory } from '../verdict/inventory.ts';
import { placeOf } from './feature-place.ts';
import { skeletonOf } from './feature-skeleton.ts';
import { readRequirements, type WrittenRequirement } from './requirement-details.ts';

const USAGE = `npm run new -- [--print] REQUIREMENT
       npm run new -- --list [TEXT]

Writes a feature for a requirement of features/requirements.yaml: one scenario for each step of the document, with the
checks that it has to decide, and a Rule for each of its edge cases. With --print it only shows what it would write.
--list names the requirements that have no scenario yet, those with the text in their id or title where one is given.
Replace each sentence by a step of docs/glossary.md; npm run lint:features says what is left to do.`;

const FOLDER = 'features';
const LIST = 'npm run new -- --list';

/** Writes the skeleton of a feature; returns the exit status. */
export async function newFeature(args: string[], printer: Printer): Promise<number> {
  const { values, positionals } = readOptions({
    args,
    options: { print: { type: 'boolean' }, list: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (values.list) return list(positionals.join(' '), printer);
  if (others.length > 0)
    throw new Error(`one requirement at a time: ${[id, ...others].join(', ')} are several`);
  if (values.help || id === undefined) {
    (values.help ? printer.out : printer.err)(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const requirements = await readRequirements(path.join(FOLDER, 'requirements.yaml'));
  const requirement = requirements.find((candidate) => candidate.id === id.toUpperCase());
  if (!requirement) throw new Error(ofACheck(id, requirements) ?? unknown(id, requirements));
  const { scenarios } = await readFeatureFolder(FOLDER);
  const judges = (tag: string) => {
    const own = scenarios.filter(({ requirementIds }) => requirementIds.includes(tag));
    return own.find(({ uri }) => path.basename(uri).startsWith(`${tag}-`)) ?? own[0];
  };
  const already = judges(requirement.id);
  if (already)
    throw new Error(
      `${requirement.id} has a scenario already: ${already.key}; write beside it, or see ${LIST}`,
    );
  await refuseCovered(requirement);
  const place = placeOf(requirement, FOLDER);
  const edgeCases = edgeCasesOf(requirement, requirements).filter((edgeCase) => !judges(edgeCase.id));
  const text = skeletonOf(requirement, edgeCases, place);
  return values.print ? show(text, printer) : write(place.file, text, printer);
}

/** A requirement that a test of this project covers needs no feature. */
async function refuseCovered({ id }: WrittenRequirement): Promise<void> {
  const inventory = await readInventory(path.join(FOLDER, 'requirements.yaml'));
  const { entries } = await readCoverage(path.join(FOLDER, 'coverage.yaml'), inventory);
  const covered = entries.find((entry) => entry.requirement === id);
  if (covered)
    throw new Error(
      `${id} needs no scenario: ${FOLDER}/coverage.yaml says that ${covered.by.join(', ')} covers it; see ${LIST}`,
    );
}

const edgeCasesOf = (
  { id, related, category }: WrittenRequirement,
  requirements: readonly WrittenRequirement[],
): WrittenRequirement[] =>
  requirements.filter(
    (candidate) =>
      candidate.kind === 'edge-case' &&
      candidate.category === category &&
      related?.includes(candidate.id) &&
      candidate.related?.includes(id),
  );

/** How many of the nearest ids an unknown one is answered with. */
const NEAREST = 3;

/** What is said of the id of a check, whether the inventory has it or not; undefined where its requirement is none. */
function ofACheck(id: string, requirements: readonly WrittenRequirement[]): string | undefined {
  const check = id.toUpperCase();
  const requirement = requirements.find((candidate) => check.startsWith(`${candidate.id}.`));
  if (!requirement) return undefined;
  const write = `write npm run new -- ${requirement.id} for the whole requirement`;
  if (requirement.checks.some((candidate) => candidate.id === check))
    return `${check} is a check of ${requirement.id}: ${write}; npm run acceptance -- --only ${check} runs what decides it`;
  const [first, last] = [requirement.checks[0], requirement.checks.at(-1)].map((it) => it?.id);
  return `${requirement.id} has no check ${check}: its checks are ${first} to ${last}; ${write}`;
}

function unknown(id: string, requirements: readonly WrittenRequirement[]): string {
  const wanted = id.toUpperCase();
  const distance = (known: string): number =>
    known.endsWith(`-${wanted}`) ? 0 : editDistance(wanted, known);
  const near = requirements
    .map((requirement) => requirement.id)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, NEAREST);
  return `the inventory has no requirement ${id}; the nearest are ${near.join(', ')}; ${LIST} names those that have no scenario yet`;
}

/** One line for each requirement that no scenario carries and nothing else settles: id, priority, number of checks, title. */
async function list(text: string, printer: Printer): Promise<number> {
  const project = await readProject(FOLDER);
  const { features, inventory } = project;
  const settled = settledChecks(project);
  const carried = new Set(
    features.flatMap(({ scenarios }) => scenarios.flatMap(({ requirementIds }) => requirementIds)),
  );
  const open = inventory.requirements.filter(
    ({ id, title, checks }) =>
      !carried.has(id) &&
      checks.some((check) => !settled.has(check.id)) &&
      `${id} ${title}`.toLowerCase().includes(text.toLowerCase()),
  );
  for (const { id, priority, kind, checks, title } of open)
    printer.out(`${id} ${priority} ${title} (${kind}, ${counted(checks.length, 'check')})\n`);
  printer.out(`new: ${open.length} of ${inventory.requirements.length} requirements have no scenario yet\n`);
  return 0;
}

function show(text: string, printer: Printer): number {
  printer.out(text);
  return 0;
}

function write(file: string, text: string, printer: Printer): number {
  if (existsSync(file)) throw new Error(`${file} exists already`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  printer.out(
    `new: ${file} written\nnew: replace its sentences by steps of docs/glossary.md; npm run lint:features -- ${file}\n`,
  );
  return 0;
}
