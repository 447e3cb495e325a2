package dev.parley.schemas.event;

/** Something that happened in a conversation. */
public sealed interface Event
        permits Audio,
                Audit,
                Behaviour,
                Cancellation,
                Completion,
                Confirmation,
                Context,
                Control,
                Failure,
                Intent,
                Permission,
                Presence,
                Prompt,
                Reply,
                Speech,
                Timeline,
                Timer,
                Tool,
                Turn,
                Unknown {}
