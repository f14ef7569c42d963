import type { ActiveRun } from '../../state/runs/activeRun.ts';
import type { Context } from '../context.ts';

interface Holds {
  /** A question stands on the terminal: nothing else should be written there. */
  asking(): boolean;
  /** No more questions; one that stands is left to whoever ends the command. */
  end(): void;
}

/**
 * Asks the person at the terminal about each step that waits to be let go on, one at a time, while the run goes on. Where nobody
 * can be asked the run is stopped: it would wait for ever.
 */
export function answerHolds({ shell, report }: Context, run: ActiveRun): Holds {
  let asking = false;
  let over = false;
  const look = () => {
    const held = over || asking ? undefined : run.view().steps.find((step) => step.holding);
    if (!held) return;
    if (!shell.prompt.interactive) {
      report.note(`${held.id}: ${held.text ?? 'held'}; nobody is at a terminal to let it go on`);
      run.stop({ now: true });
      return;
    }
    asking = true;
    report.note(`${held.title}: ${held.text ?? 'held'}`);
    shell.prompt
      .line('Press enter to go on, ctrl-c to stop:')
      .then(
        () => run.release(held.id),
        () => run.stop({ now: true }),
      )
      .finally(() => {
        asking = false;
        look();
      });
  };
  const forget = run.subscribe(look);
  look();
  return {
    asking: () => asking,
    end() {
      over = true;
      forget();
    },
  };
}
