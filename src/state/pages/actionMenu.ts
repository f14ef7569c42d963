import type { Item, ItemAction } from '../../providers/sections.ts';
import { MenuPage } from './menuPage.ts';
import type { Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** What is chosen from, and for what. */
interface Choice {
  /** `listener` */
  readonly one: string;
  readonly item: Item;
  readonly actions: readonly ItemAction[];
  readonly header: () => Header;
  readonly choose: (action: ItemAction) => void;
}

/** A menu of what else can be done to one item; what cannot be done says why. */
export function actionMenu(host: PageHost, { one, item, actions, header, choose }: Choice): Page {
  const width = Math.max(...actions.map(({ label }) => label.length));
  const whyNot = (action: ItemAction) => action.whyNot?.(item) ?? null;
  return new MenuPage({
    crumb: item.name,
    header,
    title: `What to do with ${one} ${item.name}`,
    items: actions.map((action) => {
      const why = whyNot(action);
      const label = `${action.label.padEnd(width)}   ${why === null ? action.help : `not now: ${why}`}`;
      return { value: action.key, label };
    }),
    current: null,
    choose: (key) => {
      const action = actions.find((known) => known.key === key);
      const why = action ? whyNot(action) : null;
      if (why !== null) {
        host.refuse(why);
        return;
      }
      host.back();
      if (action) choose(action);
    },
  });
}
