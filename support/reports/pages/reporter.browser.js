// The charts of the reporter are drawn as wide as the screen. On paper they shrink to their cards: with a box of its own
// a drawing scales, without one it is cut off at the edge of the sheet.

addEventListener('beforeprint', () => {
  for (const drawing of document.querySelectorAll('svg.apexcharts-svg'))
    drawing.setAttribute('viewBox', `0 0 ${drawing.getAttribute('width')} ${drawing.getAttribute('height')}`);
});
addEventListener('afterprint', () => {
  for (const drawing of document.querySelectorAll('svg.apexcharts-svg')) drawing.removeAttribute('viewBox');
});
