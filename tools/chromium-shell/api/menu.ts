import type { MenuItemConstructorOptions } from 'electron';
import { notHonoured, refuseUnknown } from '../limits.ts';

type Item = Omit<MenuItemConstructorOptions, 'submenu'> & { readonly submenu?: Menu };

/** `Menu`: kept, so that the program can be asked what it would show; never shown. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: Item[] = [];

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    const menu = refuseUnknown('Menu', new Menu());
    for (const { submenu, ...item } of template) {
      menu.items.push(Array.isArray(submenu) ? { ...item, submenu: Menu.buildFromTemplate(submenu) } : item);
    }
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: Item): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }

  popup(): void {
    notHonoured('Menu.popup');
  }
}
