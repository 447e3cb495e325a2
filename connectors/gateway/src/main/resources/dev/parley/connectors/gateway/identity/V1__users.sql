-- A removed user leaves the id alone, so that nobody comes in under it again.
create table users (
    id text primary key,
    name text unique,
    role text check (role in ('admin', 'user', 'guest', 'monitor')),
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    check ((role is null) = (removed_at is not null)),
    check (name is null or removed_at is null)
);

-- Of a token, only its SHA-256 is kept. A browser's can't be exchanged for another one.
create table tokens (
    id text primary key,
    digest bytea not null unique,
    user_id text not null references users (id),
    name text not null,
    browser boolean not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
create index tokens_of_user on tokens (user_id);

-- Whose a session is, so that its key can be destroyed with the user.
create table sessions (
    session text primary key,
    user_id text not null references users (id),
    begun_at timestamptz not null default now()
);
create index sessions_of_user on sessions (user_id);
