/** The engines of this build, for those who may not reach below state/. */

export type { CreateFlow, RunPlan, Spec, SpecFault } from '../providers/create.ts';
export { ENGINES, engineNamed } from '../providers/index.ts';
export type { Ask, Engine } from '../providers/provider.ts';
