import { type Cell, cell, type Sign, type Tone } from '../present/cell.ts';
import type { RunState, StepState } from '../runs/record.ts';

const STEP: Readonly<Record<StepState, readonly [Tone, Sign]>> = {
  waiting: ['dim', 'none'],
  running: ['pending', 'busy'],
  done: ['good', 'active'],
  failed: ['bad', 'error'],
  skipped: ['warn', 'disabled'],
  undone: ['dim', 'disabled'],
  interrupted: ['warn', 'unknown'],
};

const RUN: Readonly<Record<RunState, readonly [Tone, Sign]>> = {
  running: ['pending', 'busy'],
  failed: ['bad', 'error'],
  stopped: ['warn', 'disabled'],
  interrupted: ['warn', 'unknown'],
  done: ['good', 'active'],
  undone: ['dim', 'disabled'],
  'given-up': ['warn', 'disabled'],
};

export function stepStateCell(state: StepState): Cell {
  return cell(state, ...STEP[state]);
}

export function runStateCell(state: RunState): Cell {
  return cell(state, ...RUN[state]);
}

/** `42s`, `3m 05s`, `1h 02m`. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor(seconds / 60) % 60)}m`;
}
