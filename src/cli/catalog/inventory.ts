/** What the catalogue command prints. */
import { given } from '../../kernel/given.ts';
import { capital } from '../../kernel/words.ts';
import { nearest } from '../../catalog/nearest.ts';
import { shortName } from '../../catalog/catalog.ts';
import type { CloudProfile } from '../../catalog/cloud.ts';
import type { Profile } from '../../catalog/profile.ts';
import type { Board } from '../../catalog/board.ts';
import { KNOWN_BOARDS } from '../../catalog/known.ts';
import { SERVERS, type ServerPreset } from '../../catalog/servers.ts';
import { shipped } from '../../catalog/shipped.ts';
import { table, wrap } from '../../report/table.ts';
import { plugins, type PluginEntry } from '../../scenario/plugins.ts';
import { isNear } from '../../scenario/suggestion.ts';
import { boardsText, HOW_TO_ADD } from './boards.ts';
import { Fault } from '../fault.ts';
import { list } from '../terminal/list.ts';
import { cloudText, pluginText, profileText } from './entry.ts';
import { serverText } from './server.ts';
import type { Screen } from '../terminal/terminal.ts';
import { PROMPT, OUTPUT, profileColumns, FITS, cloudColumns } from './columns.ts';

interface InventoryOptions {
  readonly name: string | undefined;
  readonly all: boolean;
  readonly json: boolean;
}

interface Found {
  readonly boards: readonly Board[];
  readonly profiles: readonly Profile[];
  readonly clouds: readonly CloudProfile[];
  readonly servers: readonly ServerPreset[];
  readonly plugins: Readonly<Record<string, readonly PluginEntry[]>>;
}

export function inventory({ name, all, json }: InventoryOptions, screen: Screen): string {
  if (name === undefined) {
    const { profiles, clouds } = shipped;
    const found = {
      boards: KNOWN_BOARDS,
      profiles,
      clouds,
      servers: Object.values(SERVERS),
      plugins: plugins(),
    };
    if (json) return `${JSON.stringify(found, null, 2)}\n`;
    return listing(
      { ...found, profiles: all ? profiles : profiles.filter(({ isDefault }) => isDefault) },
      screen,
      !all,
    );
  }
  const one = exactly(name);
  if (one) return json ? `${JSON.stringify(one.entry, null, 2)}\n` : one.text(screen);
  const some = containing(name);
  if (isEmpty(some)) throw unknown(name, screen);
  if (json) return `${JSON.stringify(some, null, 2)}\n`;
  return listing(some, screen, false);
}

function exactly(
  name: string,
): { readonly entry: unknown; readonly text: (screen: Screen) => string } | undefined {
  const profile = attempt(() => shipped.findProfile(name));
  if (profile) {
    const full = shipped.profiles.find(
      ({ sources, pace }) => sources === profile.sources && pace === profile.pace,
    );
    return { entry: full ?? profile, text: (screen) => profileText(full ?? profile, screen) };
  }
  const cloud = attempt(() => shipped.findCloud(name));
  if (cloud) return { entry: cloud, text: (screen) => cloudText(cloud, screen) };
  const server = Object.values(SERVERS).find((one) => one.name === name);
  if (server)
    return { entry: { folder: 'servers', ...server }, text: (screen) => serverText(server, screen) };
  // A strategy and an order of queues may have the same name.
  const found = Object.entries(plugins()).flatMap(([folder, entries]) =>
    entries.filter((entry) => entry.name === name).map((plugin) => ({ folder, plugin })),
  );
  const [first] = found;
  if (!first) return undefined;
  return {
    entry: { folder: first.folder, ...first.plugin },
    text: (screen) => found.map(({ folder, plugin }) => pluginText(plugin, folder, screen)).join('\n'),
  };
}

function attempt<Result>(find: () => Result): Result | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

function containing(part: string): Found {
  const words = part
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const exact = foundWith(words, (text) => text.toLowerCase());
  // `qwen25` is `qwen2.5` without the point.
  return isEmpty(exact) ? foundWith(words.map(bare), bare) : exact;
}

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const isEmpty = ({ plugins: folders, ...lists }: Found): boolean =>
  Object.keys(folders).length === 0 && Object.values(lists).every(({ length }) => length === 0);

/** Everything whose name, as `plainly` reads it, has all the words. */
function foundWith(words: readonly string[], plainly: (text: string) => string): Found {
  const has = (name: string): boolean => words.every((word) => word !== '' && plainly(name).includes(word));
  const titles = new Map(KNOWN_BOARDS.map(({ id, title }) => [id, title]));
  const folders = Object.entries(plugins()).flatMap(([folder, entries]) => {
    const some = has(folder) ? entries : entries.filter(({ name }) => has(name));
    return some.length > 0 ? [[folder, some] as const] : [];
  });
  return {
    boards: KNOWN_BOARDS.filter(({ id, title }) => has(`${id} ${title}`)),
    profiles: shipped.profiles.filter(({ name, board }) => has(`${name} ${titles.get(board) ?? ''}`)),
    clouds: shipped.clouds.filter(({ name }) => has(name)),
    servers: Object.values(SERVERS).filter(({ name }) => has(name) || has('servers')),
    plugins: Object.fromEntries(folders),
  };
}

function unknown(name: string, { columns }: Screen): Fault {
  const parts = [
    ...Object.keys(SERVERS),
    ...Object.values(plugins()).flatMap((entries) => entries.map((entry) => entry.name)),
  ];
  const names = [
    ...KNOWN_BOARDS.map(({ id }) => id),
    ...shipped.profiles.filter(({ isDefault }) => isDefault).map(shortName),
    ...shipped.names,
    ...shipped.cloudNames,
    ...parts,
    // The parts of names, as qwen2.5 of orin-nano-8gb/qwen2.5-3b-q4.
    ...shipped.profiles.flatMap(({ name: whole }) => whole.split(/[/-]/).filter(({ length }) => length > 3)),
  ];
  const near = nearest(name, names).filter((one) => isNear(name, one));
  const boards = near.length > 0 ? [] : related(name);
  const hint =
    near.length > 0
      ? `nearest: ${near.join(', ')}`
      : boards.length > 0
        ? `boards with a part of that name: ${boards.join(', ')}`
        : 'edgewise catalog --all lists every name';
  const how = near.length > 0 && parts.includes(near[0]!) ? '' : `\n${wrap(HOW_TO_ADD, columns)}`;
  return new Fault(`edgewise catalog: there is nothing called ${name}; ${hint}${how}`);
}

/** Boards that are called alike in part: orin-nano-8gb for orin-nx. */
function related(name: string): string[] {
  const wordsOf = (text: string): string[] =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(({ length }) => length > 2);
  const typed = new Set(wordsOf(name));
  return KNOWN_BOARDS.filter(({ id, title }) =>
    wordsOf(`${id} ${title}`).some((word) => typed.has(word)),
  ).map(({ id }) => id);
}

function listing(found: Found, screen: Screen, usual: boolean): string {
  const { columns: width, paint } = screen;
  const title = (heading: string, note: string): string =>
    `${paint(heading, 'heading')}  ${paint(note, 'quiet')}`;
  const named = (entries: readonly { readonly name: string; readonly help: string }[]): string =>
    list(
      entries.map(({ name, help }) => [name, help]),
      { width, paint },
    );
  const { boards, profiles, clouds, servers } = found;
  const all = `A name stands for the usual engine and power mode of its board; edgewise catalog --all has all ${shipped.profiles.length}. `;
  const speeds = `speed, power and energy of one answer at a time, ${PROMPT} tokens in and ${OUTPUT} out`;
  const parts = [
    ...(boards.length > 0
      ? [title('Boards', 'machines whose models have profiles'), boardsText(boards, shipped.profiles, screen)]
      : []),
    ...(profiles.length > 0
      ? [
          title('Profiles', speeds),
          table(profileColumns(profiles, usual), { width, keys: 1, folds: 1, paint }),
          wrap(`${usual ? all : ''}${FITS}`, width),
        ]
      : []),
    ...(clouds.length > 0
      ? [title('Clouds', 'list prices'), table(cloudColumns(clouds), { width, keys: 1, paint })]
      : []),
    servers.length > 0 &&
      `${title('Servers', 'what a machine of the fleet may run, as server: NAME')}\n${named(servers)}`,
    ...Object.entries(found.plugins).map(
      ([folder, entries]) => `${paint(capital(folder), 'heading')}\n${named(entries)}`,
    ),
    wrap(HOW_TO_ADD, width),
    paint('edgewise catalog NAME says all there is to one of them.', 'quiet'),
  ];
  return `${given(parts).join('\n\n')}\n`;
}
