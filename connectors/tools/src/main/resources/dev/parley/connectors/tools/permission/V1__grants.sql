create table parley_permissions.grants (
    user_id    text        not null,
    tool       text        not null,
    access     text        not null check (access in ('READ', 'WRITE', 'EXECUTE')),
    -- whether the user made it, who may only restrict; else an administrator did
    own        boolean     not null,
    granted    boolean     not null,
    made_by    text        not null,
    made_at    timestamptz not null default now(),
    until      timestamptz,
    primary key (user_id, tool, access, own),
    check (not (own and granted))
);
