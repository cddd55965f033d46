-- Which submissions tell of a contact as of a second one.
create index submissions_duplicate on desk.submissions (workspace, duplicate)
  where duplicate is not null;
