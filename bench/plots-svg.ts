/** A line through points, or points alone, in data units; both axes are logarithmic. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly isLine: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

const WIDTH = 560;
const HEIGHT = 340;
const BOX = { left: 64, right: 150, top: 34, bottom: 46 };

/** A small chart as SVG: no script, no style sheet, no font but the reader's. */
export function drawChart(title: string, x: Axis, y: Axis, series: readonly Series[]): string {
  const toX = scale(x, BOX.left, WIDTH - BOX.right);
  const toY = scale(y, HEIGHT - BOX.bottom, BOX.top);
  const [left, right, top, bottom] = [BOX.left, WIDTH - BOX.right, BOX.top, HEIGHT - BOX.bottom];
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(left, 20, title, 'start', 14),
    ...x.ticks.map(
      ({ at, label }) => line(toX(at), top, toX(at), bottom) + text(toX(at), bottom + 16, label, 'middle'),
    ),
    ...y.ticks.map(({ at, label }) => line(left, toY(at), right, toY(at)) + text(left - 6, toY(at) + 4, label, 'end')),
    text((left + right) / 2, HEIGHT - 10, x.title, 'middle'),
    `<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.title)}</text>`,
    ...series.map((one, i) => drawSeries(one, toX, toY) + legend(one, i)),
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`;
  return `${head} font-family="sans-serif" font-size="11" fill="#333">\n${parts.join('\n')}\n</svg>\n`;
}

function scale({ ticks }: Axis, from: number, to: number): (value: number) => number {
  const [low, high] = [Math.log(ticks[0]?.at ?? 1), Math.log(ticks.at(-1)?.at ?? 10)];
  return (value) => from + ((to - from) * (Math.log(value) - low)) / (high - low);
}

function drawSeries(
  { colour, isLine, points }: Series,
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  const at = points.map(({ x, y }) => ({ x: round(toX(x)), y: round(toY(y)) }));
  const dots = at.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`).join('');
  if (!isLine) return dots;
  const path = at.map(({ x, y }) => `${x},${y}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots}`;
}

function legend({ name, colour }: Series, index: number): string {
  const [x, y] = [WIDTH - BOX.right + 14, BOX.top + 10 + 18 * index];
  return `<circle cx="${x}" cy="${y - 4}" r="4" fill="${colour}"/>${text(x + 10, y, name, 'start')}`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="#ddd"/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end', size = 11): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
