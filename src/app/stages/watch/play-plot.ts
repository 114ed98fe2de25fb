import type uPlot from 'uplot';
import type { Player } from '../../../../workers/play/contract.ts';
import { PLAYERS, type PlayPicture } from '../../state/play-picture.ts';
import { shareText, countText } from '../../parts/format.ts';
import { drawChanges, drawMarks } from './play-marks.ts';
import { PLAYER_STYLES } from './play-words.ts';

/** Room above the lines for the marks, and to the right for their names. */
const TOP = 30;
const NARROW = 520;
/** The data of the picture as uPlot takes it: the picture's own arrays, which grow. */
export function playData({ rows, accuracy }: PlayPicture): uPlot.AlignedData {
  return [rows, ...PLAYERS.map((player) => accuracy[player])];
}

/** How a play is drawn: four lines with their names at their ends, what happened above them, where the rules change behind. */
export function playOptions(
  picture: PlayPicture,
  width: number,
  height: number,
  colour: (token: string) => string,
): uPlot.Options {
  const { opening } = picture;
  const isNarrow = width < NARROW;
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const font = `12px ${fontFamily}`;
  const axis = {
    stroke: colour('--text-muted'),
    font,
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
  };
  const ink = {
    muted: colour('--text-muted'),
    ground: colour('--surface-raised'),
    font,
  };
  const colours = Object.fromEntries(
    PLAYERS.map((player) => [player, colour(PLAYER_STYLES[player].colour)]),
  ) as Record<Player, string>;
  const marks = {
    ...ink,
    drift: colour('--negative'),
    promotion: colour('--accent'),
    blocked: colour('--warning'),
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [TOP, isNarrow ? 74 : 84, 0, 0],
    scales: {
      x: { time: false, range: () => [opening.firstRows, opening.rows] },
      y: { range: () => [lowestOf(picture), 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 70,
        values: (_, splits) => splits.map((value) => countText(value)),
      },
      { ...axis, size: 44, values: (_, splits) => splits.map((value) => shareText(value)) },
    ],
    series: [
      {},
      ...PLAYERS.map((player): uPlot.Series => {
        const { width: line, dash } = PLAYER_STYLES[player];
        return { stroke: colours[player], width: line, dash: [...dash], points: { show: false } };
      }),
    ],
    hooks: {
      drawClear: [(plot) => drawChanges(plot, opening.changes, ink)],
      draw: [
        (plot) => {
          drawMarks(plot, picture.marks, marks, TOP);
          drawNames(plot, picture, colours, ink);
        },
      ],
    },
  };
}

/** The tenth below everything that is drawn; at most a half. */
function lowestOf({ accuracy }: PlayPicture): number {
  let lowest = 0.5;
  for (const player of PLAYERS) for (const value of accuracy[player]) if (value < lowest) lowest = value;
  return Math.floor(lowest * 10) / 10;
}

/** The names at the ends of the lines, pushed apart where lines end close to each other. */
function drawNames(
  plot: uPlot,
  { rows, accuracy }: PlayPicture,
  colours: Readonly<Record<Player, string>>,
  { font, ground }: { readonly font: string; readonly ground: string },
): void {
  const last = rows.length - 1;
  if (last < 0) return;
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const { top, height } = plot.bbox;
  const x = plot.valToPos(rows[last]!, 'x', true) + 7 * ratio;
  const gap = 15 * ratio;
  const names = PLAYERS.map((player) => ({
    player,
    y: Math.min(top + height, Math.max(top, plot.valToPos(accuracy[player][last]!, 'y', true))),
  })).sort((a, b) => a.y - b.y);
  names.forEach((name, index) => {
    if (index > 0) name.y = Math.max(name.y, names[index - 1]!.y + gap);
  });
  // Those that were pushed below the picture push back.
  let floor = top + height;
  for (const name of names.reverse()) {
    name.y = Math.min(name.y, floor);
    floor = name.y - gap;
  }
  ctx.save();
  ctx.font = font.replace('12px', `600 ${12 * ratio}px`);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4 * ratio;
  ctx.strokeStyle = ground;
  for (const { player, y } of names) {
    ctx.strokeText(PLAYER_STYLES[player].short, x, y);
    ctx.fillStyle = colours[player];
    ctx.fillText(PLAYER_STYLES[player].short, x, y);
  }
  ctx.restore();
}
