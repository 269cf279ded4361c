/** The board of the player: lanes on a canvas, a strip of the whole stretch, and what moves them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { STATES } from '../explain/report/timeline.ts';
import { useInk, useWidth } from './context.ts';
import { drawScene, drawStrip } from './timelineDraw.ts';
import { foundAt } from './timelineFound.ts';
import { nowOf, refusalAfter, type TimelineScene } from './timelineScene.ts';
import { AXIS, clock, type TimelineView } from './timelineView.ts';
import { heldWords, wayOf } from './timelineWords.ts';
import { number } from './words.ts';

/** Times the clock on the wall. */
const SPEEDS = [1, 5, 20, 60, 240] as const;
/** Seconds in sight. */
const SPANS = [
  [60, '1 min'],
  [180, '3 min'],
  [600, '10 min'],
  [1800, '30 min'],
] as const;
/** Of what is in sight: how much has happened. */
const PAST = 0.7;
/** Seconds between steps where movement is not wanted. */
const STEP = 1;
const STRIP = 34;

interface Tip {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

export interface TimelineBoardProps {
  readonly scene: TimelineScene;
  /** When it is, in the run; kept by whoever shows one board after another. */
  readonly now: { current: number };
  readonly tell: (request: number) => void;
}

export function TimelineBoard({ scene, now, tell }: TimelineBoardProps) {
  const { from, to } = scene.timeline;
  const ink = useInk();
  const [ref, width] = useWidth<HTMLDivElement>(600);
  const height = scene.height + AXIS;
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLCanvasElement>(null);
  const range = useRef<HTMLInputElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(20);
  const [span, setSpan] = useState<number>(180);
  const [picked, setPicked] = useState<number | null>(null);
  const [tip, setTip] = useState<Tip | null>(null);

  const viewNow = (): TimelineView => {
    const begin = now.current - span * PAST;
    return { from: begin, to: begin + span, now: now.current, width, height, ink, picked };
  };
  const paint = (): void => {
    const context = scaled(canvas.current, width, height);
    if (context) drawScene(context, scene, viewNow());
    const { waiting, running, cloud, refused } = nowOf(scene, now.current);
    if (range.current) {
      range.current.value = String(now.current);
      range.current.setAttribute('aria-valuetext', clock(now.current));
    }
    if (readout.current)
      readout.current.textContent = `${clock(now.current)}: ${number(running)} running, ${number(waiting)} waiting, ${number(cloud)} in the cloud; refused so far ${number(refused)}`;
  };
  // What it says is of a place that is no longer there.
  useEffect(() => setTip(null), [scene, width]);
  useEffect(paint, [scene, width, height, span, picked, ink(STATES[0]![1])]);
  useEffect(() => {
    const context = scaled(strip.current, width, STRIP);
    if (context) drawStrip(context, scene, { width, height: STRIP, ink });
  }, [scene, width, ink(STATES[0]![1])]);
  useEffect(() => {
    if (!playing) return undefined;
    if (now.current >= to) now.current = from;
    const go = (elapsed: number): boolean => {
      now.current = Math.min(to, now.current + elapsed * speed);
      paint();
      if (now.current < to) return true;
      setPlaying(false);
      return false;
    };
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? stepping(go) : flowing(go);
  }, [playing, speed, scene, width, span, picked]);

  const moveTo = (time: number): void => {
    now.current = Math.min(to, Math.max(from, time));
    setTip(null);
    paint();
  };
  const point = (event: PointerEvent): void => {
    const found = foundAt(scene, viewNow(), event.offsetX, event.offsetY);
    if (!found) {
      setTip(null);
      if (!playing) setPicked(null);
      return;
    }
    const lines =
      found.request === null ? heldWords(scene, found.row, found.time) : wayOf(scene, found.request);
    setPicked(found.request);
    setTip({ x: event.offsetX, y: event.offsetY, lines });
  };
  /** From request to request, in order of arrival. */
  const step = (by: 1 | -1): void => {
    const { order } = scene;
    const at = order.findIndex(([request]) => request === picked);
    const next =
      at >= 0 ? at + by : order.findIndex(([, time]) => time >= now.current - (by < 0 ? span / 10 : 0));
    const one = order[Math.min(order.length - 1, Math.max(0, next))];
    if (!one) return;
    setPicked(one[0]);
    now.current = Math.min(to, Math.max(from, one[1] + span * 0.1));
    // Over what has not happened yet.
    setTip({ x: width, y: 0, lines: wayOf(scene, one[0]) });
    paint();
  };
  const key = (event: KeyboardEvent): void => {
    const known: Readonly<Record<string, () => void>> = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      Enter: () => picked !== null && tell(picked),
      ' ': () => setPlaying(!playing),
      Escape: () => {
        setTip(null);
        setPicked(null);
      },
    };
    const act = scene.dense && event.key.startsWith('Arrow') ? undefined : known[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const refusal = refusalAfter(scene, now.current);
  return (
    <div class="board" ref={ref}>
      <div class="buttons">
        <button type="button" class="main" onClick={() => setPlaying(!playing)}>
          {playing ? 'Pause' : 'Play the run'}
        </button>
        <label>
          Speed{' '}
          <select value={speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map((one) => (
              <option key={one} value={one}>
                × {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          In sight{' '}
          <select value={span} onChange={(event) => setSpan(Number(event.currentTarget.value))}>
            {SPANS.map(([seconds, words]) => (
              <option key={seconds} value={seconds}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {refusal !== null && (
          <button
            type="button"
            onClick={() => {
              const next = refusalAfter(scene, now.current);
              if (!next) return;
              setPicked(next.request);
              moveTo(next.at);
            }}
          >
            Next refusal
          </button>
        )}
      </div>
      <div
        class="lanes"
        role="application"
        tabIndex={0}
        aria-label="The run, machine by machine. Left and right go from request to request, Enter tells the story of one, space plays and pauses."
        onKeyDown={key}
      >
        <canvas
          ref={canvas}
          class={picked === null ? '' : 'found'}
          onPointerMove={point}
          onPointerLeave={() => setTip(null)}
          onClick={(event) => {
            const found = foundAt(scene, viewNow(), event.offsetX, event.offsetY);
            if (found?.request == null) return;
            setPicked(found.request);
            tell(found.request);
          }}
        />
        <p class="tip" role="status" hidden={tip === null} style={tip ? placed(tip, width) : undefined}>
          {tip?.lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </p>
      </div>
      <canvas ref={strip} class="strip" aria-hidden="true" />
      <input
        ref={range}
        type="range"
        min={from}
        max={to}
        step="any"
        aria-label="Time in the run"
        onInput={(event) => moveTo(event.currentTarget.valueAsNumber)}
      />
      <p class="help" ref={readout} />
      <Key scene={scene} ink={ink} />
    </div>
  );
}

function Key({ scene, ink }: { readonly scene: TimelineScene; readonly ink: (colour: string) => string }) {
  if (scene.dense)
    return <p class="help">The darker, the more requests machines held. Red from above: refusals.</p>;
  return (
    <p class="help legend">
      {STATES.map(([state, colour]) => (
        <span key={state}>
          <i style={{ background: ink(colour) }} /> {state}
        </span>
      ))}
      <span>× refused</span>
      <span>▲ to the cloud</span>
      {scene.timeline.samples.some(({ fill }) => fill !== null) && (
        <span>grey foot: how full a window is</span>
      )}
      <span>Point at a request for where it ran, click it for its story.</span>
    </p>
  );
}

/** Beside the pointer, and never past the edge. */
function placed({ x, y }: Tip, width: number): Record<string, string> {
  return x > width / 2
    ? { right: `${width - x + 12}px`, top: `${y + 14}px` }
    : { left: `${x + 12}px`, top: `${y + 14}px` };
}

/** As sharp as the screen is. */
function scaled(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  if (!canvas) return null;
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    [canvas.width, canvas.height] = [wide, high];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Frame by frame; a page that slept goes on from where it was. */
function flowing(go: (elapsed: number) => boolean): () => void {
  let last: number | null = null;
  let frame = requestAnimationFrame(function next(at) {
    const elapsed = last === null ? 0 : Math.min(0.1, (at - last) / 1000);
    last = at;
    if (go(elapsed)) frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}

/** A picture a second: no movement. */
function stepping(go: (elapsed: number) => boolean): () => void {
  const timer = setInterval(() => {
    if (!go(STEP)) clearInterval(timer);
  }, STEP * 1000);
  return () => clearInterval(timer);
}
