-- Finds the submissions that report a contact as a duplicate.
create index submissions_duplicate on desk.submissions (workspace, duplicate)
  where duplicate is not null;
