import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/build/paths.mjs';
import { buildInkHello, buildSandbox, buildSluice } from './bundles.mjs';
import { BenchTerminal } from './terminal.mjs';

/** The account that a program of the bench opens, and its region, which has all balancers of a generated world. */
const ACCOUNT = 'cloud';
const REGION = 'DFW';

/** What every part needs: the built programs, clouds to talk to, folders to work in. `close` removes all of it. */
export class Bench {
  #clouds = new Map();
  #terminals = new Set();

  static async prepare({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
    const [sluice, inkHello, sandbox] = await Promise.all([
      buildSluice(),
      buildInkHello(folder),
      buildSandbox(folder),
    ]);
    return Object.assign(new Bench(), { folder, sluice, inkHello, sandbox, quick });
  }

  /** A new user's environment; `name` is the folder, the same name the same user. */
  env(name, more = {}) {
    const home = join(this.folder, name);
    mkdirSync(home, { recursive: true });
    return {
      PATH: process.env.PATH,
      HOME: home,
      SLUICE_HOME: join(home, 'sluice'),
      SLUICE_HAPROXY: '',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ...more,
    };
  }

  terminal(words, env) {
    const terminal = new BenchTerminal(words, env);
    this.#terminals.add(terminal);
    void terminal.exited.then(() => this.#terminals.delete(terminal));
    return terminal;
  }

  /** A cloud with so many balancers of eight nodes: one process for each size. */
  async cloud(balancers) {
    const known = this.#clouds.get(balancers);
    if (known) return known;
    const child = fork(join(root, 'bench', 'cloud.mjs'), [this.sandbox, String(balancers), '8'], {
      env: this.env(`cloud-${balancers}`),
    });
    const [{ access }] = await once(child, 'message');
    const cloud = {
      access,
      /** The requests that came since the last call, `METHOD /path`. */
      async requests() {
        child.send('take');
        const [{ requests }] = await once(child, 'message');
        return requests;
      },
      close: () => child.disconnect(),
    };
    this.#clouds.set(balancers, cloud);
    return cloud;
  }

  /** A user whose account is that cloud; answers with the environment. */
  user(name, { access }) {
    const env = this.env(name, { KEY: access.apiKey });
    const words = ['accounts', 'add', '--provider', 'rackspace', '--name', ACCOUNT, '--api-key-env', 'KEY'];
    const where = ['--identity-url', access.identityUrl, '--username', access.username, '--region', REGION];
    execFileSync(process.execPath, [this.sluice, ...words, ...where], { env, stdio: 'ignore' });
    return env;
  }

  /** The screens of the built program, on the balancers of that user's account. */
  screens(env) {
    return this.terminal([this.sluice, '--account', ACCOUNT, '--region', REGION], env);
  }

  /** Opens the list of a cloud of that size and waits until all of it is there. */
  async openList(name, balancers) {
    const cloud = await this.cloud(balancers);
    const env = this.user(name, cloud);
    await cloud.requests();
    const begun = performance.now();
    const terminal = this.screens(env);
    await terminal.frame(/\d\/\d/);
    const firstMs = performance.now() - begun;
    await terminal.frame(new RegExp(`${balancers} balancers[^\\n]*updated`));
    return { cloud, terminal, firstMs, allMs: performance.now() - begun };
  }

  close() {
    for (const terminal of this.#terminals) void terminal.close();
    for (const cloud of this.#clouds.values()) cloud.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
