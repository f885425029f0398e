// Filters the items of a page (`[data-item]`) by selects and a text; groups (`[data-group]`) without a visible item
// disappear, and what an item has beside itself (`[data-also]`) with it. What is chosen stands in the address, so that a view can be sent to a colleague.

const form = document.querySelector('form.filters');
const selects = [...form.querySelectorAll('select[data-filter]')];
const text = form.querySelector('[data-filter-text]');
const groups = [...document.querySelectorAll('[data-group]')].map((element) => ({
  element,
  heading: (element.querySelector('[data-heading]')?.textContent ?? '').toLowerCase(),
  items: [...element.querySelectorAll('[data-item]')].map((item) => {
    const next = item.nextElementSibling;
    const parts = next?.matches('[data-also]') ? [item, next] : [item];
    return { item, parts, words: parts.map((part) => part.textContent.toLowerCase()).join(' ') };
  }),
}));
const sections = [...document.querySelectorAll('[data-section]')];

function facetOf(item, group, name) {
  return item.dataset[name] ?? group.dataset[name];
}

function apply() {
  const wanted = selects.filter(({ value }) => value !== '');
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  let all = 0;
  for (const { element, heading, items } of groups) {
    let visible = 0;
    for (const { item, parts, words: own } of items) {
      const fits =
        wanted.every(({ dataset, value }) => facetOf(item, element, dataset.filter) === value) &&
        words.every((word) => own.includes(word) || heading.includes(word));
      for (const part of parts) part.hidden = !fits;
      visible += fits ? 1 : 0;
    }
    element.hidden = visible === 0;
    shown += visible;
    all += items.length;
  }
  for (const section of sections) section.hidden = !section.querySelector('[data-group]:not([hidden])');
  form.querySelector('output').textContent = `${shown} of ${all} ${form.dataset.noun}`;
}

function remember() {
  const chosen = new URLSearchParams();
  for (const { dataset, value } of selects) if (value) chosen.set(dataset.filter, value);
  if (text.value) chosen.set('text', text.value);
  history.replaceState(null, '', `#${chosen}`);
}

function recall() {
  const chosen = new URLSearchParams(location.hash.slice(1));
  for (const select of selects) {
    const value = chosen.get(select.dataset.filter) ?? '';
    select.value = [...select.options].some((option) => option.value === value) ? value : '';
  }
  text.value = chosen.get('text') ?? '';
}

function changed() {
  apply();
  remember();
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', changed);
form.addEventListener('reset', () => setTimeout(changed));
window.addEventListener('hashchange', () => {
  // A place on the page, like that of the skip link, chooses nothing.
  if (document.getElementById(location.hash.slice(1))) return;
  recall();
  apply();
});
form.hidden = false;
// What is to stay in sight below the bar has to know how high it is.
new ResizeObserver(() => {
  document.documentElement.style.setProperty('--bar', `${form.offsetHeight}px`);
}).observe(form);
recall();
apply();
