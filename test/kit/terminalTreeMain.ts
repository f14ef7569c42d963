import { framesOf } from './terminalTree.tsx';

process.stdout.write(JSON.stringify(framesOf(40, 10)));
