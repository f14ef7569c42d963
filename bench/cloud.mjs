// A process of its own that serves a generated world, so that serving costs the measured program and the clock nothing.
// Arguments: the bundled sandbox, how many balancers, how many nodes each. Says `{access}`; asked `take`, it answers with
// the requests since it was last asked.
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

const [, , file, balancers, nodes] = argv;
const { memoryLog, startSandbox, systemClock } = await import(pathToFileURL(file).href);

let requests = [];
const { rackspace } = await startSandbox({
  log: memoryLog(),
  clock: systemClock,
  random: Math.random,
  load: { balancers: Number(balancers), nodes: Number(nodes) },
  onRequest: (phase, method, path) => {
    if (phase === 'begin') requests.push(`${method} ${path}`);
  },
});

process.on('message', () => {
  process.send({ requests });
  requests = [];
});
process.on('disconnect', () => process.exit(0));
process.send({ access: rackspace });
