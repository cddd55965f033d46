alter table desk.submissions
  -- When a gateway that was stopped released it. What was sent by then may still arrive.
  add column given_back_at timestamptz,
  -- When it was restored from a backup, still open: it is reconciled, and never sent again by itself.
  add column restored_at timestamptz,
  -- When a create was pressed that is older than a restore: a matching contact created since is its own.
  add column look_from timestamptz;

-- When this database was restored, and when that backup was made.
create table desk.restores (
  restored_at timestamptz not null,
  made_at     timestamptz not null
);
