import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Folders of the packages that went into `metafiles`, sorted. */
function packagesOf(metafiles) {
  const found = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const folder = /^.*?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
      if (folder && existsSync(join(root, folder, 'package.json'))) found.add(folder);
    }
  }
  return [...found].sort();
}

/** The text of THIRD-PARTY-NOTICES.txt: every bundled package with its licence. */
export function notices(metafiles) {
  const parts = packagesOf(metafiles).map((folder) => {
    const { name, version, license, homepage } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
    return [`${name} ${version} (${license})`, homepage, '', text]
      .filter((line) => line !== undefined)
      .join('\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `Sluice contains these packages.${line}${parts.join(line)}\n`;
}
