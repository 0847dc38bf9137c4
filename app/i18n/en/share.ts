/** Words of share links, embedding and taking things away. */
export const share = {
  button: 'Share',
  title: 'Share this lab',
  tabs: { label: 'How to share', link: 'Link', embed: 'Embed' },
  linkNote: 'Opens at this very step. The whole lab is in the link itself: nothing is stored on a server.',
  linkLabel: 'Link to this lab',
  making: 'Making the link…',
  characters: (count: number) => `${count.toLocaleString('en')} characters`,
  long: 'Some chat apps cut links of this length. Mail and course pages do not.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select the text and copy it: this page may not write to the clipboard.',
  openInLab: 'Open in lab',
  embedNote: 'The lab as it is now, inside your page. It needs no cookies, no storage and no server of its own.',
  snippet: 'Snippet',
  snippetFor: 'Snippet for',
  language: 'Language',
  languageAuto: 'Reader’s own',
  theme: 'Theme',
  themeAuto: 'Reader’s own',
  light: 'Light',
  dark: 'Dark',
  views: 'Views',
  readonly: 'YAML cannot be edited',
  height: 'Height',
  formats: { element: 'HTML', iframe: 'iframe', markdown: 'Markdown', docusaurus: 'Docusaurus', mdbook: 'mdBook' },
  bad: {
    incomplete: 'This share link is incomplete',
    incompleteBody:
      'The part after # stops early, which usually means a chat app cut it. The lab is stored in the link itself, so there is no copy to recover.',
    counts: (expected: number, found: number) =>
      `… expected ${expected.toLocaleString('en')} characters, got ${found.toLocaleString('en')}`,
    damaged: 'This share link is damaged',
    damagedBody:
      'The part after # was changed on its way here. The lab is stored in the link itself, so there is no copy to recover.',
    newer: 'This share link needs a later kubehop',
    newerBody: 'It was made by a later version than this page. Reload the page, or open the link where it was made.',
    tooLarge: 'This share link is too large',
    tooLargeBody: 'It holds more than a lab may. Nothing of it was opened.',
    paste: 'Paste the full link',
    pasteLabel: 'Full link',
    open: 'Open',
    stillBad: 'This one cannot be opened either.',
    empty: 'Open a fresh lab',
    keep: 'Go on with my own lab',
    copyDetails: 'Copy details',
  },
  earlier: 'A shared lab is open',
  earlierBody: 'Your own lab is kept.',
  earlierBack: 'Go back to it',
};

/** The labs that come with the page. */
export const scenarios = {
  opening: { name: 'NodePort, three nodes' },
};
