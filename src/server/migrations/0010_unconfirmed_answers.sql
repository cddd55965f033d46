alter table desk.submissions
  -- Answers of this round that said that it is done, while no read has shown it.
  add column unconfirmed_answers integer not null default 0;
