type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const KEY = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/** A label selector as kubectl writes it, as a test of labels. Throws for one that the API server would refuse. */
export function labelSelector(selector: string): (labels: Labels | undefined) => boolean {
  const requirements = split(selector).map((part) => requirement(part, selector));
  return (labels = {}) => requirements.every((holds) => holds(labels));
}

/** At commas outside parentheses. */
function split(selector: string): string[] {
  const parts = selector.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.length === 1 && parts[0] === '' ? [] : parts;
}

/** An absent label satisfies `!=` and `notin`, as in Kubernetes. */
function requirement(part: string, selector: string): Requirement {
  const [, key = '', operator, value = ''] = EQUALITY.exec(part) ?? [];
  if (operator === '!=') return (labels) => labels[key] !== value;
  if (operator) return (labels) => labels[key] === value;
  const [, member = '', relation, list = ''] = SET.exec(part) ?? [];
  const values = list.split(',').map((item) => item.trim());
  if (relation === 'in') return (labels) => values.includes(labels[member] ?? '\0');
  if (relation === 'notin') return (labels) => !values.includes(labels[member] ?? '\0');
  const [, not, name = ''] = EXISTS.exec(part) ?? [];
  if (not === undefined) throw new Error(`label selector "${selector}": cannot read "${part}"`);
  return (labels) => name in labels !== (not === '!');
}
