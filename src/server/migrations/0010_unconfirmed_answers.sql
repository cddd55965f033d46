alter table desk.submissions
  -- Answers of this key epoch that report success, while no read has shown it.
  add column unconfirmed_answers integer not null default 0;
