/** On everything a run makes: which run it was, by which it finds its things again and deletes no others. */
export const RUN_TAG = 'sluice-run';
/** On servers: which step of the run. */
export const STEP_TAG = 'sluice-step';
