const WIDTH = 1000;
const HEIGHT = 330;
const PANEL = { width: 400, height: 190, top: 72 };
const LEFT = 40;
const RIGHT = 560;
const INK = '#24292f';
const FAINT = '#6e7781';
const GRID = '#d8dee4';
const GOOD = '#1a7f64';
const POOR = '#c4562f';

/** The chart as SVG: latency of another route during sign-ups, and goodput under overload. */
export function drawChart({ machine, bystander, overload }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}" role="img" aria-label="Bystander latency and goodput under overload">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${bystanderPanel(bystander)}
${overloadPanel(overload)}
${text(WIDTH / 2, HEIGHT - 12, `${machine}; bcrypt cost 10; load from another process. npm run bench`, { fill: FAINT, anchor: 'middle' })}
</svg>
`;
}

function bystanderPanel(bystander) {
  const bars = [
    { label: 'p50', name: 'threads', value: bystander.threads.pingP50, fill: GOOD },
    { label: 'p50', name: 'main thread', value: bystander['main thread'].pingP50, fill: POOR },
    { label: 'p99', name: 'threads', value: bystander.threads.pingP99, fill: GOOD },
    { label: 'p99', name: 'main thread', value: bystander['main thread'].pingP99, fill: POOR },
  ];
  // Logarithmic from 0.01 ms, because the bars differ by a factor of thousands.
  const decades = Math.ceil(Math.log10(Math.max(...bars.map(({ value }) => value)))) + 2;
  const height = (value) => (PANEL.height * (Math.log10(value) + 2)) / decades;
  const bottom = PANEL.top + PANEL.height;
  const grid = Array.from({ length: decades + 1 }, (_, decade) => {
    const y = bottom - (PANEL.height * decade) / decades;
    return (
      line(LEFT, y, LEFT + PANEL.width, y) +
      text(LEFT - 4, y + 4, String(10 ** (decade - 2)), { fill: FAINT, anchor: 'end', size: 10 })
    );
  });
  const drawn = bars.map(({ label, name, value, fill }, index) => {
    const x = LEFT + 28 + index * 92;
    const y = bottom - height(value);
    return [
      `<rect x="${x}" y="${y.toFixed(1)}" width="64" height="${height(value).toFixed(1)}" fill="${fill}"/>`,
      text(x + 32, y - 5, `${value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0)} ms`, {
        anchor: 'middle',
      }),
      text(x + 32, bottom + 16, `${label}, ${name}`, { fill: FAINT, anchor: 'middle', size: 11 }),
    ].join('');
  });
  return [
    text(LEFT, 26, 'Another route, while 16 sign-ups are under way', {
      weight: 600,
      size: 14,
    }),
    text(LEFT, 46, 'latency in ms, logarithmic: hashing threads, and bcryptjs on the main thread', {
      fill: FAINT,
    }),
    ...grid,
    ...drawn,
  ].join('\n');
}

function overloadPanel({ seconds, capacity, served, shed, shedP99 }) {
  const perSecond = Array.from(
    { length: seconds },
    (_, second) => served.filter(({ respondedAt }) => Math.floor(respondedAt) === second).length,
  );
  const most = Math.max(capacity, ...perSecond) * 1.15;
  const bottom = PANEL.top + PANEL.height;
  const y = (value) => bottom - (PANEL.height * value) / most;
  const step = PANEL.width / seconds;
  const bars = perSecond.map(
    (count, second) =>
      `<rect x="${(RIGHT + second * step + 1).toFixed(1)}" y="${y(count).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${(bottom - y(count)).toFixed(1)}" fill="${GOOD}"/>`,
  );
  return [
    text(RIGHT, 26, `Sign-ups served at ten times the capacity`, { weight: 600, size: 14 }),
    text(
      RIGHT,
      46,
      `a second; the other ${shed.length}: 503 with Retry-After, 99 % within ${shedP99.toFixed(0)} ms`,
      { fill: FAINT },
    ),
    ...bars,
    line(RIGHT, bottom, RIGHT + PANEL.width, bottom),
    `<line x1="${RIGHT}" y1="${y(capacity).toFixed(1)}" x2="${RIGHT + PANEL.width}" y2="${y(capacity).toFixed(1)}" stroke="${INK}" stroke-dasharray="5 4"/>`,
    text(RIGHT + PANEL.width, y(capacity) - 6, `capacity ${capacity.toFixed(1)}/s`, {
      anchor: 'end',
    }),
    ...[0, 10, 20, 30].map((second) =>
      text(RIGHT + second * step, bottom + 16, `${second} s`, {
        fill: FAINT,
        anchor: 'middle',
        size: 11,
      }),
    ),
  ].join('\n');
}

function line(x1, y1, x2, y2) {
  return `<line x1="${x1}" y1="${y1.toFixed(1)}" x2="${x2}" y2="${y2.toFixed(1)}" stroke="${GRID}"/>`;
}

function text(x, y, content, { fill = INK, anchor = 'start', size = 12, weight = 400 } = {}) {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}">${content}</text>`;
}
