/** The board of the player: lanes on a canvas, an overview strip, and their controls. */
import { STATES } from '../explain/report/timeline.ts';
import { foundAt } from './timelineFound.ts';
import { useHold, type Tip, type TimelineBoardProps, type TimelineHold } from './timelineHold.ts';
import { refusalAfter, type TimelineScene } from './timelineScene.ts';
import { heldWords, wayOf } from './timelineWords.ts';

/** Playback speeds, relative to real time. */
const SPEEDS = [1, 5, 20, 60, 240] as const;
/** Seconds visible. */
const SPANS = [
  [60, '1 min'],
  [180, '3 min'],
  [600, '10 min'],
  [1800, '30 min'],
] as const;

export function TimelineBoard(props: TimelineBoardProps) {
  const hold = useHold(props);
  const { scene, frame, strip, range, readout, ink, moveTo, setTip } = hold;
  const { from, to } = scene.timeline;
  return (
    <div class="board" ref={frame}>
      <Buttons hold={hold} />
      <Lanes hold={hold} />
      <canvas ref={strip} class="strip" aria-hidden="true" />
      <input
        ref={range}
        type="range"
        min={from}
        max={to}
        step="any"
        aria-label="Time in the run"
        onInput={(event) => {
          setTip(null);
          moveTo(event.currentTarget.valueAsNumber);
        }}
      />
      <p class="help" ref={readout} />
      <Key scene={scene} ink={ink} />
    </div>
  );
}

interface Part {
  readonly hold: TimelineHold;
}

function Buttons({ hold }: Part) {
  const { scene, now, isPlaying, setPlaying, speed, setSpeed, span, setSpan } = hold;
  const leap = (): void => {
    const next = refusalAfter(scene, now.current);
    if (!next) return;
    hold.setPicked(next.request);
    hold.setTip(null);
    hold.moveTo(next.at);
  };
  return (
    <div class="buttons">
      <button type="button" class="main" onClick={() => setPlaying(!isPlaying)}>
        {isPlaying ? 'Pause' : 'Play the run'}
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
      {refusalAfter(scene, now.current) !== null && (
        <button type="button" onClick={leap}>
          Next refusal
        </button>
      )}
    </div>
  );
}

function Lanes({ hold }: Part) {
  const { scene, width, canvas, isPlaying, picked, setPicked, tip, setTip } = hold;
  const point = (event: PointerEvent): void => {
    const found = foundAt(scene, hold.view(), event.offsetX, event.offsetY);
    if (!found) {
      setTip(null);
      if (!isPlaying) setPicked(null);
      return;
    }
    const lines =
      found.request === null ? heldWords(scene, found.row, found.time) : wayOf(scene, found.request);
    setPicked(found.request);
    setTip({ x: event.offsetX, y: event.offsetY, lines });
  };
  const click = (event: MouseEvent): void => {
    const found = foundAt(scene, hold.view(), event.offsetX, event.offsetY);
    if (found?.request == null) return;
    setPicked(found.request);
    hold.tell(found.request);
  };
  return (
    <div
      class="lanes"
      role="application"
      tabIndex={0}
      aria-label="The run, machine by machine. Left and right go from request to request, Enter tells the story of one, space plays and pauses."
      onKeyDown={(event) => pressed(event, hold)}
    >
      <canvas
        ref={canvas}
        class={picked === null ? '' : 'found'}
        onPointerMove={point}
        onPointerLeave={() => setTip(null)}
        onClick={click}
      />
      <p class="tip" role="status" hidden={tip === null} style={tip ? placed(tip, width) : undefined}>
        {tip?.lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </p>
    </div>
  );
}

function pressed(event: KeyboardEvent, hold: TimelineHold): void {
  const { scene, picked, isPlaying } = hold;
  const known: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step(hold, 1),
    ArrowLeft: () => step(hold, -1),
    Enter: () => picked !== null && hold.tell(picked),
    ' ': () => hold.setPlaying(!isPlaying),
    Escape: () => {
      hold.setTip(null);
      hold.setPicked(null);
    },
  };
  const act = scene.dense && event.key.startsWith('Arrow') ? undefined : known[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Moves from request to request, in order of arrival. */
function step(
  { scene, now, span, width, picked, setPicked, setTip, moveTo }: TimelineHold,
  by: 1 | -1,
): void {
  const { order } = scene;
  const at = order.findIndex(([request]) => request === picked);
  const next =
    at >= 0 ? at + by : order.findIndex(([, time]) => time >= now.current - (by < 0 ? span / 10 : 0));
  const one = order[Math.min(order.length - 1, Math.max(0, next))];
  if (!one) return;
  setPicked(one[0]);
  moveTo(one[1] + span * 0.1);
  // Placed over the part that has not happened yet.
  setTip({ x: width, y: 0, lines: wayOf(scene, one[0]) });
}

function Key({ scene, ink }: { readonly scene: TimelineScene; readonly ink: (colour: string) => string }) {
  if (scene.dense) return <p class="help">Darker: machines held more requests. Red from above: refusals.</p>;
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
      <span>Point at a request to see where it ran; click it for its story.</span>
    </p>
  );
}

/** Beside the pointer, within the board. */
function placed({ x, y }: Tip, width: number): Record<string, string> {
  return x > width / 2
    ? { right: `${width - x + 12}px`, top: `${y + 14}px` }
    : { left: `${x + 12}px`, top: `${y + 14}px` };
}
