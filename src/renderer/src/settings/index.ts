export { SettingsScreen } from './settings-screen.tsx';
export { settingsCards } from './settings-cards.ts';
