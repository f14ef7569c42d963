import { cleanText } from '../../model/text.ts';
import type { Facts, StepIo } from '../../providers/create.ts';
import type { StepRecord } from './record.ts';
import type { StepProgress } from './runView.ts';

/** Points of a step's course that are kept; a screen shows no more. */
const LEVELS_KEPT = 60;

/** A step that this program is at. */
export interface UnderWay extends StepProgress {
  readonly controller: AbortController;
}

/** A step that has just been begun, with nothing to tell yet. */
export function newUnderWay(): UnderWay {
  return { controller: new AbortController(), percent: null, text: null, levels: [], release: null };
}

interface StepIoParts {
  readonly step: StepRecord;
  readonly underWay: UnderWay;
  readonly runId: string;
  /** A step of the run as it stands. */
  stepNow(stepId: string): StepRecord | undefined;
  /** Writes facts of the step to disk. Throws Failure. */
  remember(facts: Facts): void;
  changed(): void;
}

/** What a step may use while it runs. */
export function stepIo({ step, underWay, runId, stepNow, remember, changed }: StepIoParts): StepIo {
  return {
    signal: underWay.controller.signal,
    runId,
    get facts() {
      return stepNow(step.id)?.facts ?? {};
    },
    begun: step.begun && !step.made,
    of: (stepId) => {
      const other = stepNow(stepId);
      return other && other.state !== 'skipped' ? other.facts : null;
    },
    remember,
    progress: ({ percent, text, level }) => {
      if (percent !== undefined && Number.isFinite(percent))
        underWay.percent = Math.min(100, Math.max(0, percent));
      if (text !== undefined) underWay.text = cleanText(text);
      if (level !== undefined) underWay.levels = [...underWay.levels, level].slice(-LEVELS_KEPT);
      changed();
    },
    hold: (text) => {
      underWay.text = cleanText(text);
      return untilReleased(underWay, changed);
    },
  };
}

/** Resolves when the step is released; rejects with what its signal is aborted with. */
function untilReleased(underWay: UnderWay, changed: () => void): Promise<void> {
  const { signal } = underWay.controller;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      underWay.release = null;
      underWay.text = null;
      signal.removeEventListener('abort', onAbort);
      settle();
      changed();
    };
    const onAbort = () => end(() => reject(signal.reason));
    underWay.release = () => end(resolve);
    signal.addEventListener('abort', onAbort, { once: true });
    changed();
  });
}
