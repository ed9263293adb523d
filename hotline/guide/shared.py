"""Questions that several topics ask in the same words."""

from __future__ import annotations

from hotline.guide.question import Asked, Option, Question

TOLD = Question(
    "told",
    "What happened?",
    Asked.LONG,
    help="Write in any language. Leave out your own name and what only you can know.",
)
WHO = Question(
    "who",
    "Who is involved?",
    Asked.SHORT,
    help="A name, a company, a job or what the person looks like.",
)
PLACE = Question("place", "Where was it?", Asked.SHORT, help="A terminal, a gate, a car park, a road.")
WHEN = Question(
    "when",
    "On which day, or in which week?",
    Asked.SHORT,
    help="Leave out the hour if few people were there.",
)
SHIFT = Question(
    "shift",
    "At what time of day?",
    Asked.ONE,
    (Option("day", "By day"), Option("evening", "In the evening"), Option("night", "At night")),
    narrows=True,
)
YOUR_WORK = Question(
    "your_work",
    "What kind of work do you do?",
    Asked.ONE,
    (
        Option("terminal", "On the quay or the terminal"),
        Option("driver", "I drive a lorry, a train or a barge"),
        Option("ship", "On a ship"),
        Option("office", "In an office of a shipping or transport company"),
        Option("security", "Security"),
        Option("authority", "Customs or another authority"),
        Option("other", "Something else"),
    ),
    help="It helps us to judge what you could see. You need not say it.",
    narrows=True,
)
PROTECTION = Question(
    "protection",
    "What would help you?",
    Asked.SEVERAL,
    (
        Option("listen", "Somebody I can write with here"),
        Option("police", "A police officer who knows such cases"),
        Option("work", "Another shift or another place of work, without saying why"),
        Option("family", "Advice for the safety of my family"),
        Option("law", "Advice from a lawyer or a union"),
        Option("known", "Only that somebody knows"),
    ),
    help="Nothing is done without your word. Our answer comes to this page alone.",
)
