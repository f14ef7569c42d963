/** `npm run check`: types, lint, floors, unused code. */
import { check } from './build/checks.mjs';
import { prepare } from './build/prepare.mjs';

await prepare({ build: false });
process.exitCode = check() ? 0 : 1;
