import type uPlot from 'uplot';

/** How a learning curve is drawn: training as a line, validation dashed, the best point on validation rows as a dot, out-of-bag rows dotted. */
export function curveOptions(
  width: number,
  height: number,
  colour: (token: string) => string,
): uPlot.Options {
  const axis = {
    stroke: colour('--text-muted'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
  };
  const validation = colour('--chart-2');
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false } },
    axes: [
      { ...axis, grid: { show: false }, size: 28 },
      { ...axis, size: 56 },
    ],
    series: [
      { label: 'step' },
      { label: 'training', stroke: colour('--chart-1'), width: 2, points: { show: false } },
      {
        label: 'validation',
        stroke: validation,
        width: 2,
        dash: [6, 4],
        points: { show: false },
        spanGaps: true,
      },
      {
        label: 'best',
        stroke: validation,
        paths: () => null,
        points: { show: true, size: 9, fill: validation },
      },
      {
        label: 'out of bag',
        stroke: colour('--chart-3'),
        width: 2,
        dash: [2, 3],
        points: { show: false },
        spanGaps: true,
      },
    ],
  };
}

/**
 * A canvas needs resolved colours: the browser resolves tokens on an element. Without a transition, or what is resolved would
 * be the colour that it comes from: where motion is reduced every change is one of 1 ms.
 */
export function colourOn(element: HTMLElement): (token: string) => string {
  return (token) => {
    element.style.transitionProperty = 'none';
    element.style.color = `var(${token})`;
    const resolved = getComputedStyle(element).color;
    element.style.color = '';
    element.style.transitionProperty = '';
    return resolved;
  };
}
