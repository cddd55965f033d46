alter table desk.submissions
  -- When a gateway that ended on purpose gave it back. What had left by then may still be on its way.
  add column given_back_at timestamptz,
  -- When it came out of a backup, still open: it is looked for, and never sent again without a person.
  add column restored_at timestamptz,
  -- Of a create that was pressed before a restore: a contact like it that was made since is this one.
  add column look_from timestamptz;

-- When this database came out of a backup, and when that was made.
create table desk.restores (
  restored_at timestamptz not null,
  made_at     timestamptz not null
);
