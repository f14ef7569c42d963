import { describe, expect, test } from 'vitest';
import { expandHome, placesOf, shortenHome } from '../../../src/state/home/places.ts';

const linux = {
  platform: 'linux',
  homeFolder: '/home/nina',
  workingFolder: '/srv',
  env: {},
} as const;

describe('places', () => {
  test('settings and state are apart by default', () => {
    const places = placesOf(linux);
    expect(places.settings).toBe('/home/nina/.config/sluice/config.json');
    expect(places.journal).toBe('/home/nina/.local/state/sluice/journal.jsonl');
    expect(places.sandbox).toBe('/home/nina/.local/state/sluice/sandbox.jsonl');
    expect(places.runs).toBe('/home/nina/.local/state/sluice/runs');
  });

  test('HOME and the XDG variables count, a relative one does not', () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/cfg', XDG_STATE_HOME: 'relative' };
    const places = placesOf({ ...linux, env });
    expect(places.settingsFolder).toBe('/cfg/sluice');
    expect(places.stateFolder).toBe('/h/.local/state/sluice');
  });

  test('SLUICE_HOME takes everything, --config before it', () => {
    const env = { SLUICE_HOME: '~/s', XDG_CONFIG_HOME: '/cfg' };
    expect(placesOf({ ...linux, env })).toMatchObject({
      settings: '/home/nina/s/config.json',
      journal: '/home/nina/s/journal.jsonl',
    });
    expect(placesOf({ ...linux, env, config: 'here' }).settings).toBe('/srv/here/config.json');
    expect(placesOf({ ...linux, env: { SLUICE_HOME: '' } }).settingsFolder).toBe('/home/nina/.config/sluice');
  });

  test('Windows has its own folders', () => {
    const env = { APPDATA: 'C:\\Users\\n\\AppData\\Roaming', USERPROFILE: 'C:\\Users\\n' };
    const places = placesOf({ ...linux, platform: 'win32', env });
    expect(places.settings).toBe('C:\\Users\\n\\AppData\\Roaming\\sluice\\config.json');
    expect(places.journal).toBe('C:\\Users\\n\\AppData\\Local\\sluice\\journal.jsonl');
  });

  test('~ goes in and out', () => {
    expect(expandHome('~/x', '/home/nina')).toBe('/home/nina/x');
    expect(expandHome('~', '/home/nina')).toBe('/home/nina');
    expect(expandHome('~bob/x', '/home/nina')).toBe('~bob/x');
    expect(shortenHome('/home/nina/x', '/home/nina')).toBe('~/x');
    expect(shortenHome('/home/nina2/x', '/home/nina')).toBe('/home/nina2/x');
  });
});
