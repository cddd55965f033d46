/** What the settings say. It is fetched with their page, so it is not part of `text`. */
export const settingsText = {
  title: 'Settings',
  workspaces: 'Workspaces',
}
