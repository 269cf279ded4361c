/** The state of the player's board: its time, the selection, and when it is painted. */
import { useEffect, useRef, useState, type Dispatch, type StateUpdater } from 'preact/hooks';
import { STATES } from '../explain/report/timeline.ts';
import { useAskedNumber } from './asked.ts';
import { useInk, useWidth } from './context.ts';
import { drawStrip } from './timelineDense.ts';
import { drawScene } from './timelineDraw.ts';
import { moving, scaled } from './timelineMotion.ts';
import { nowOf, type TimelineScene } from './timelineScene.ts';
import { AXIS, clock, type TimelineView } from './timelineView.ts';
import { number } from './numbers.ts';

/** Position of the current time within the visible range. */
const PAST = 0.7;
const STRIP = 34;
/** Initial visible seconds, and speed relative to real time. */
const SPAN = 180;
const SPEED = 20;

export interface Tip {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

export interface TimelineBoardProps {
  readonly scene: TimelineScene;
  /** The current time of the run; kept by the caller across boards. */
  readonly now: { current: number };
  readonly tell: (request: number) => void;
}

type Set<Value> = Dispatch<StateUpdater<Value>>;

export interface TimelineHold extends TimelineBoardProps {
  readonly width: number;
  readonly ink: (colour: string) => string;
  readonly frame: { current: HTMLDivElement | null };
  readonly canvas: { current: HTMLCanvasElement | null };
  readonly strip: { current: HTMLCanvasElement | null };
  readonly range: { current: HTMLInputElement | null };
  readonly readout: { current: HTMLParagraphElement | null };
  readonly isPlaying: boolean;
  readonly setPlaying: Set<boolean>;
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  readonly span: number;
  readonly setSpan: (span: number) => void;
  readonly picked: number | null;
  readonly setPicked: Set<number | null>;
  readonly tip: Tip | null;
  readonly setTip: Set<Tip | null>;
  readonly view: () => TimelineView;
  /** Moves to a time within the stretch. */
  readonly moveTo: (time: number) => void;
}

export function useHold({ scene, now, tell }: TimelineBoardProps): TimelineHold {
  const { from, to } = scene.timeline;
  const ink = useInk();
  const [frame, width] = useWidth<HTMLDivElement>(600);
  const height = scene.height + AXIS;
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLCanvasElement>(null);
  const range = useRef<HTMLInputElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const chosen = useChosen();
  const { isPlaying, setPlaying, speed, span, picked, setTip } = chosen;
  const [, setAt] = useAskedNumber('at', -1, 0, Infinity);

  const view = (): TimelineView => {
    const begin = now.current - span * PAST;
    return { from: begin, to: begin + span, now: now.current, width, height, ink, picked };
  };
  const paint = (): void => {
    const context = scaled(canvas.current, width, height);
    if (context) drawScene(context, scene, view());
    if (range.current) {
      range.current.value = String(now.current);
      range.current.setAttribute('aria-valuetext', clock(now.current));
    }
    if (readout.current) readout.current.textContent = wordsOf(scene, now.current);
  };
  const theme = ink(STATES[0]![1]);
  // A tip refers to a position that no longer exists.
  useEffect(() => setTip(null), [scene, width]);
  useEffect(paint, [scene, width, height, span, picked, theme]);
  useEffect(() => {
    const context = scaled(strip.current, width, STRIP);
    if (context) drawStrip(context, scene, { width, height: STRIP, ink });
  }, [scene, width, theme]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (now.current >= to) now.current = from;
    const stop = moving((elapsed) => {
      now.current = Math.min(to, now.current + elapsed * speed);
      paint();
      if (now.current < to) return true;
      setPlaying(false);
      return false;
    });
    return () => {
      stop();
      setAt(now.current);
    };
  }, [isPlaying, speed, scene, width, span, picked]);
  const moveTo = (time: number): void => {
    now.current = Math.min(to, Math.max(from, time));
    setAt(now.current);
    paint();
  };
  return { ...chosen, scene, now, tell, width, ink, frame, canvas, strip, range, readout, view, moveTo };
}

/** Speed, visible range and selection. */
function useChosen() {
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useAskedNumber('speed', SPEED, 1, 240);
  const [span, setSpan] = useAskedNumber('span', SPAN, 60, 1800);
  const [picked, setPicked] = useState<number | null>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  return { isPlaying, setPlaying, speed, setSpeed, span, setSpan, picked, setPicked, tip, setTip };
}

function wordsOf(scene: TimelineScene, time: number): string {
  const { waiting, running, cloud, refused } = nowOf(scene, time);
  return `${clock(time)}: ${number(running)} running, ${number(waiting)} waiting, ${number(cloud)} in the cloud; refused so far ${number(refused)}`;
}
