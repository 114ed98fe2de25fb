import type uPlot from 'uplot';
import type { PlayMark } from '../../../../workers/play/contract.ts';
import { CHANGE_WORDS } from './play-words.ts';

interface Ink {
  readonly muted: string;
  readonly font: string;
}

interface MarkInk extends Ink {
  readonly drift: string;
  readonly promotion: string;
  readonly blocked: string;
}

/** A line that has less room beside it is told of by the key alone. */
const ROOM_FOR_WORDS = 150;

/** Faint lines where another concept begins, as far as the source knows. */
export function drawChanges(plot: uPlot, changes: readonly number[], { muted, font }: Ink): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = muted;
  ctx.lineWidth = ratio;
  ctx.font = font.replace('12px', `${11 * ratio}px`);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  const places = changes.map((row) => plot.valToPos(row, 'x', true));
  for (const [index, x] of places.entries()) {
    ctx.globalAlpha = 0.55;
    ctx.setLineDash([3 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.globalAlpha = 1;
    const room = (places[index + 1] ?? bbox.left + bbox.width) - x;
    if (room >= ROOM_FOR_WORDS * ratio)
      ctx.fillText(CHANGE_WORDS.toLowerCase(), x + 5 * ratio, bbox.top + bbox.height - 7 * ratio);
  }
  ctx.restore();
}

/** What happened, in the lane above the lines, each kind in a shape of its own; what was only learnt is a tick at the foot. */
export function drawMarks(plot: uPlot, marks: readonly PlayMark[], ink: MarkInk, lane: number): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const y = bbox.top - (lane * ratio) / 2;
  ctx.save();
  ctx.setLineDash([]);
  for (const { row, kind } of marks) {
    const x = plot.valToPos(row, 'x', true);
    if (kind === 'update') {
      ctx.fillStyle = ink.muted;
      ctx.globalAlpha = 0.6;
      ctx.fillRect(x - ratio / 2, bbox.top + bbox.height - 4 * ratio, ratio, 4 * ratio);
      ctx.globalAlpha = 1;
      continue;
    }
    // A drift and a promotion may come of the same batch: one stands above the other.
    drawShape(ctx, kind, x, kind === 'drift' ? y - 6 * ratio : y + 6 * ratio, 5 * ratio, ink[kind]);
    ctx.strokeStyle = ink[kind];
    ctx.globalAlpha = 0.28;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.restore();
}

/** drift: a triangle that points down; promotion: one that points up; blocked: a cross. */
function drawShape(
  ctx: CanvasRenderingContext2D,
  kind: 'drift' | 'promotion' | 'blocked',
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.beginPath();
  if (kind === 'blocked') {
    ctx.lineWidth = size / 2;
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
    return;
  }
  const tip = kind === 'drift' ? size : -size;
  ctx.moveTo(x, y + tip);
  ctx.lineTo(x - size, y - tip);
  ctx.lineTo(x + size, y - tip);
  ctx.fill();
}
