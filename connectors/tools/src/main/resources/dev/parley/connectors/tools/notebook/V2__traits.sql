-- What a user told of themselves, by the trait's name.
create table traits (
    user_id text not null,
    id text not null,
    position bigint generated always as identity,
    name text not null,
    text_key uuid not null,
    text bytea not null,
    primary key (user_id, id)
);
