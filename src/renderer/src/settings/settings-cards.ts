/** The cards of the settings that other places lead to, by their ids in the page. */
export const settingsCards = { account: 'settings-account', device: 'settings-device' } as const;
