import { Menu, type MenuItemConstructorOptions } from 'electron';

/** The least that each system expects: editing keys work, nothing reloads, nothing opens developer tools. */
export const menuTemplate = (platform: NodeJS.Platform): readonly MenuItemConstructorOptions[] => [
  ...(platform === 'darwin'
    ? [{ role: 'appMenu' } as const]
    : [{ label: 'File', submenu: [{ role: 'quit' } as const] }]),
  { role: 'editMenu' },
  { label: 'View', submenu: [{ role: 'togglefullscreen' }, { role: 'minimize' }] },
];

export function installMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(process.platform)]));
}
