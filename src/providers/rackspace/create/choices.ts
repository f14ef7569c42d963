import { byName } from '../../../model/order.ts';
import { cleanText } from '../../../model/text.ts';
import { didYouMean } from '../../closest.ts';
import { some } from '../../inWords.ts';
import type { Flavor, Image } from './offers.ts';

/** Why a server of this flavor cannot be made from this image; null when it can. */
export function fitFault(flavor: Flavor, image: Image): string | null {
  if (flavor.disk === 0) return `${flavor.name} has no disk of its own: choose a flavor with one`;
  const needs = `${image.name} needs`;
  if (flavor.ram < image.minRam)
    return `${flavor.name} has ${memory(flavor.ram)} of memory, ${needs} ${memory(image.minRam)}`;
  if (flavor.disk < image.minDisk)
    return `${flavor.name} has ${flavor.disk} GB of disk, ${needs} ${image.minDisk} GB`;
  return takesClass(image.flavorClasses, flavor.class)
    ? null
    : `${image.name} does not run on flavors of the class ${flavor.class}`;
}

/** Flavor classes are a list of `x`, `!x` and `*`; what we do not know is left to the engine to refuse. */
function takesClass(classes: string | null, flavorClass: string | null): boolean {
  if (classes === null || flavorClass === null) return true;
  const words = classes.split(',').map((word) => word.trim());
  if (words.some((word) => word.startsWith('!') && flavorClass.startsWith(word.slice(1)))) return false;
  return words.some((word) => word === '*' || flavorClass.startsWith(word));
}

/** The smallest flavor that the image runs on. */
export function smallestFlavor(flavors: readonly Flavor[], image: Image | undefined): Flavor | undefined {
  return bySize(flavors).find((flavor) => (image ? fitFault(flavor, image) === null : flavor.disk > 0));
}

/** Smallest first. */
export function bySize(flavors: readonly Flavor[]): readonly Flavor[] {
  return [...flavors].sort((a, b) => a.ram - b.ram || a.disk - b.disk || byName(a.id, b.id));
}

/** Images that a server can be made from, newest first. */
export function newestFirst(images: readonly Image[]): readonly Image[] {
  return images
    .filter(({ status }) => status === null || status === 'ACTIVE')
    .sort((a, b) => byName(b.createdAt ?? '', a.createdAt ?? '') || byName(b.name, a.name));
}

/** What most people want to begin with: the highest Ubuntu with long support, else Debian, else any base image. */
export function usualImage(images: readonly Image[]): Image | undefined {
  const base = newestFirst(images).filter(({ isSnapshot }) => !isSnapshot);
  const version = ({ name }: Image) => Number(/\d+(\.\d+)?/.exec(name)?.[0] ?? 0);
  const highest = (of: (image: Image) => boolean) =>
    base.filter(of).sort((a, b) => version(b) - version(a))[0];
  const isOf = (distro: string) => (image: Image) =>
    image.distro === distro || image.name.toLowerCase().startsWith(distro);
  return (
    highest((image) => isOf('ubuntu')(image) && /\bLTS\b/i.test(image.name)) ??
    highest(isOf('ubuntu')) ??
    highest(isOf('debian')) ??
    base[0] ??
    newestFirst(images)[0]
  );
}

/** `1 GB`, `512 MB`. */
export function memory(megabytes: number): string {
  return megabytes < 1024 ? `${megabytes} MB` : `${Math.round(megabytes / 102.4) / 10} GB`;
}

/** The one thing that an id or exact name means, or why it means none. */
export function named<T extends { readonly id: string; readonly name: string }>(
  noun: 'image' | 'flavor' | 'server',
  given: string,
  all: readonly T[],
): { readonly found: T } | { readonly fault: string } {
  const byId = all.find(({ id }) => id === given);
  if (byId) return { found: byId };
  const [first, ...more] = all.filter(({ name }) => name === given);
  if (first && more.length === 0) return { found: first };
  const clean = cleanText(given);
  if (first) {
    const ids = [first, ...more].map(({ id }) => id);
    return { fault: `${ids.length} ${noun}s are called "${clean}": give the id of one, ${some(ids, 'or')}` };
  }
  const near = didYouMean(
    given,
    all.flatMap(({ id, name }) => [name, id]),
  );
  return { fault: `There is no ${noun} "${clean}"${near}` };
}

/** How something with an id and a name is written down: by its name where that is nobody else's. */
export function writtenName(
  one: { readonly id: string; readonly name: string },
  all: readonly { readonly id: string; readonly name: string }[],
): string {
  const others = all.filter(({ id }) => id !== one.id);
  const isItsOwn =
    one.name.trim() === one.name && others.every(({ id, name }) => name !== one.name && id !== one.name);
  return isItsOwn && one.name !== '' ? one.name : one.id;
}
