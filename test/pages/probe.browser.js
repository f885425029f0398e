// What the tests ask a page in the browser.

const CONTROLS = 'a[href], button:enabled, select, input, summary, [tabindex="0"]';

const nameOf = (element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;

window.probe = {
  /** Every control in the order of the page; an empty string for one that nobody can see. */
  controls: () =>
    [...document.querySelectorAll(CONTROLS)].map((element) =>
      element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
        ? nameOf(element)
        : '',
    ),

  /** Which of them has the focus, -1 for none, and whether a reader sees that it has. */
  stop: () => {
    const active = document.activeElement;
    const index = [...document.querySelectorAll(CONTROLS)].indexOf(active);
    if (index < 0) return { index, what: '', marked: true, onScreen: true };
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(active);
    const { left, top, right, bottom } = active.getBoundingClientRect();
    return {
      index,
      what: nameOf(active),
      marked: (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
      onScreen: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
    };
  },

  /** What the control with the focus filters by. */
  filtersBy: () => {
    const { filter, filterText } = document.activeElement.dataset;
    return filterText === undefined ? filter : 'text';
  },

  /** The id of the element with the focus. */
  focused: () => document.activeElement.id,

  /** The charts that end beyond their card where a page is printed as wide as this, in pixels. */
  printedBeyondCards: (wide) => {
    document.body.style.width = `${wide}px`;
    window.dispatchEvent(new Event('beforeprint'));
    return [...document.querySelectorAll('[id$="-chart"]')]
      .filter((chart) => chart.checkVisibility())
      .filter((chart) => {
        const { right } = chart.getBoundingClientRect();
        return [...chart.querySelectorAll('svg')].some(
          (svg) => svg.getBoundingClientRect().right > right + 1,
        );
      })
      .map(({ id }) => id);
  },

  /** What a sheet of paper keeps free around a page. */
  marginOfPaper: () =>
    [...document.styleSheets]
      .filter(({ href }) => href === null)
      .flatMap((sheet) => [...sheet.cssRules])
      .find((rule) => rule instanceof CSSPageRule)?.style.margin,

  /** Texts in some elements that take more than one line, or more room than their cell has. */
  broken: (selector) =>
    [...document.querySelectorAll(selector)].flatMap((element) =>
      [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .filter((node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          const [line, ...others] = range.getClientRects();
          return (
            others.length > 0 ||
            (line && line.right > element.closest('td').getBoundingClientRect().right + 1)
          );
        })
        .map((node) => node.textContent),
    ),

  /** Where some element begins and ends, from the top of the screen. */
  reach: (selector) => {
    const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
    return { top, bottom };
  },

  width: () => document.documentElement.scrollWidth,
};
