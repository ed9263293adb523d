"""The two topics on which the reporter tells of themselves: approached, and an own mistake.

Nothing of them reaches the reporter's own screening: the hotline has no way there (docs/notes/hotline.md).
"""

from __future__ import annotations

from hotline.guide.question import Asked, Option, Question, Topic
from hotline.guide.shared import PROTECTION, SHIFT, TOLD, WHEN, WHO

PRESSURE = Topic(
    "pressure",
    "I was approached, bribed or threatened",
    "It is not your fault. What you write here never touches your own screening, your badge or your job.",
    (
        Question(
            "how",
            "What happened to you?",
            Asked.SEVERAL,
            (
                Option("money", "I was offered money or gifts"),
                Option("threat", "I was threatened"),
                Option("family", "My family was named or followed", urgent=True),
                Option("debt", "Somebody uses a debt or a secret against me"),
                Option("friendly", "Somebody became friendly and asks for favours"),
            ),
        ),
        Question(
            "wanted",
            "What do they want?",
            Asked.SEVERAL,
            (
                Option("data", "A release code, a place or a time"),
                Option("badge", "My badge or my password"),
                Option("door", "That I open something, or move a container"),
                Option("silence", "That I look away"),
                Option("screening", "That I help with a check or a customs control"),
            ),
        ),
        Question(
            "channel",
            "How did they reach you?",
            Asked.ONE,
            (
                Option("person", "In person"),
                Option("phone", "By telephone or in a chat"),
                Option("colleague", "Through a colleague or a friend"),
                Option("home", "At my home", urgent=True),
            ),
        ),
        Question(
            "stage",
            "How far has it gone?",
            Asked.ONE,
            (
                Option("asked", "I was asked and have not answered"),
                Option("refused", "I said no"),
                Option("agreed", "I said yes, or did it already"),
                Option("danger", "I am in danger now", urgent=True),
            ),
            help="In danger, call 112 first.",
        ),
        WHO,
        WHEN,
        PROTECTION,
        TOLD,
    ),
    happened_to_me=True,
)
OWN_MISTAKE = Topic(
    "own_mistake",
    "I made a mistake myself",
    "To tell it early helps you. What you write here never touches your own screening.",
    (
        Question(
            "deed",
            "What was it?",
            Asked.SEVERAL,
            (
                Option("badge", "I lent my badge"),
                Option("password", "I gave away a password or a release code"),
                Option("lookup", "I looked something up for somebody"),
                Option("door", "I opened a door or a gate"),
                Option("money", "I took money or a gift"),
                Option("silence", "I saw something and kept silent"),
            ),
        ),
        Question(
            "pressed",
            "Did somebody press you?",
            Asked.ONE,
            (Option("yes", "Yes"), Option("no", "No")),
        ),
        Question(
            "goes_on",
            "Can something still be stopped?",
            Asked.ONE,
            (
                Option("today", "Yes, if you act today", urgent=True),
                Option("later", "Yes, later"),
                Option("over", "No, it is over"),
                Option("unknown", "I do not know"),
            ),
        ),
        WHO,
        WHEN,
        SHIFT,
        PROTECTION,
        TOLD,
    ),
    happened_to_me=True,
)
