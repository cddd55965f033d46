-- What a person has made of the keyboard shortcuts.
create table desk.shortcuts (
  person     text primary key,
  -- JSON, as src/contract/api/keymap.ts has it.
  keymap     text        not null,
  changed_at timestamptz not null
);
