// Words whose contrast with what is behind them is under 4.5 (WCAG 2), as a list of descriptions.
() => {
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const srgb = (colour) => {
    const [r, g, b, a = 1] = numbers(colour);
    return colour.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
  const light = (colour) => {
    const [r, g, b] = colour.map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) =>
    element ? over(srgb(getComputedStyle(element).backgroundColor), ground(element.parentElement)) : [255, 255, 255];
  const bad = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (
      !own ||
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
      element.closest(":disabled, svg")
    )
      continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const [a, b] = [light(over(srgb(style.color), behind)), light(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5)
      bad.push(
        `${element.tagName}.${element.className} ${ratio.toFixed(2)} “${element.textContent.trim().slice(0, 30)}”`,
      );
  }
  return bad;
};
