-- What a session is shown by to its person: names of a browser and an operating system. Null: others.
alter table desk.sessions add column browser text;
alter table desk.sessions add column system text;

-- The provider's refresh token, encrypted under a key that only the browser's cookie gives. Null: the
-- provider gave none, and the claims of the sign-in count to the end of the session.
alter table desk.sessions add column refresh_token text;

-- When the provider is asked again what this person may do.
alter table desk.sessions add column check_at timestamptz;
