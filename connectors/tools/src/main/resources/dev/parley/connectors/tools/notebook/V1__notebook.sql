-- What users have the agent keep for them. Texts are encrypted with their user's key.
create table list_items (
    user_id text not null,
    id text not null,
    position bigint generated always as identity,
    list text not null check (list in ('todo', 'shopping')),
    done boolean not null,
    text_key uuid not null,
    text bytea not null,
    primary key (user_id, id)
);

create table notes (
    user_id text not null,
    id text not null,
    position bigint generated always as identity,
    written_at timestamptz not null,
    text_key uuid not null,
    text bytea not null,
    primary key (user_id, id)
);

create table reminders (
    user_id text not null,
    id text not null,
    position bigint generated always as identity,
    due timestamptz not null,
    local_time text,
    zone text not null,
    repeats text[] not null,
    text_key uuid not null,
    text bytea not null,
    primary key (user_id, id)
);

-- What came of each call that changed one of them, so that the same call changes nothing again.
create table edits (
    user_id text not null,
    call text not null,
    made_at timestamptz not null default now(),
    answer_key uuid not null,
    answer bytea not null,
    primary key (user_id, call)
);
