"""Maps at their limits: nothing, too much, text that no font has, votes that all differ."""

from picture_maps import ANA, BORIS, MIA, ON, action, colleen, idea, journey, pain, persona, touchpoint, vote

from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from storage.model.journey import JourneyMap, Stage
from storage.model.persona import Persona
from storage.model.types import Owner

TWELVE = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth"
)  # fmt: skip
LONG = "Donaudampfschifffahrtsgesellschaftskapitän checks whether the delivery date can still be changed "


def empty() -> JourneyMap:
    return journey("I need a vacuum that will not break again", ())


def one_stage() -> JourneyMap:
    return journey("Return a broken part", colleen().stages[:1])


def twelve_stages() -> JourneyMap:
    """Twelve stages, every third without a mood."""
    scores = (1, -1, None, 0, 2, None, -2, -1, None, 1, 1, None)
    stages = tuple(
        Stage(
            slug=f"s{i}",
            title=f"{word} stage",
            moods=() if score is None else (vote(ANA, score, f"reason {i}"),),
            touchpoints=tuple(
                touchpoint(f"t{i}-{k}", f"does thing {k} of stage {i}", ("website", "phone", "store")[k % 3])
                for k in range(i % 4)
            ),
        )
        for i, (word, score) in enumerate(zip(TWELVE, scores, strict=True))
    )
    return journey("A long way from the first idea to the last invoice", stages)


def twelve_numbers() -> JourneyNumbers:
    return JourneyNumbers(
        stages=tuple(
            StageNumbers(
                stage=f"s{i}", reached=1000 * (120 - 10 * i), rate=(120 - 10 * i) / 120, lost=10 / (120 - 10 * i)
            )
            for i in range(12)
        ),
        n=120_000,
        period="1 to 30 Sep",
        source="CSV upload",
    )


def longest_texts() -> JourneyMap:
    """Seven stages with every text at its limit, more in each cell than it shows, and words that fit no line."""

    def cut(length: int, number: int | None = None) -> str:
        prefix = "" if number is None else f"{number} "
        return (prefix + LONG * 3)[:length].strip()

    stages = tuple(
        Stage(
            slug=f"s{i}",
            title=("Recommendation and word of mouth among neighbours and friends " * 2)[:60].strip(),
            touchpoints=tuple(
                touchpoint(
                    f"t{i}-{k}",
                    cut(120, k),
                    "other",
                    channel_text=f"Kundendienst-Telefonnummer {i} {k} Zürich"[:40],
                    moods=(vote(ANA, (i + k) % 5 - 2, cut(200), "overwhelmed by choice"),),
                )
                for k in range(i + 1)
            ),
        )
        for i in range(7)
    )
    return journey(
        ("How we help people to choose a vacuum cleaner that will not break again, ever! " * 2)[:80].strip(),
        stages,
        owner=Owner(label=("The team for customer care in south-eastern Europe " * 2)[:60].strip()),
        pain_points=tuple(pain(f"p{k}", cut(200, k), f"s{k % 3}") for k in range(24)),
        opportunities=tuple(idea(f"o{k}", cut(200, k), "s1") for k in range(7)),
        actions=tuple(
            action(f"a{k}", cut(200, k), owner=Owner(label="Customer care"), due_on=ON, status="doing")
            for k in range(3)
        ),
    )


def longest_persona() -> Persona:
    return persona(
        name="Donaudampfschifffahrtsgesellschaftskapitän Maximiliane Wei",
        initials="WMW",
        quote=("I need a vacuum that will not break again, and I have no time to dig. " * 3)[:200].strip(),
        one_line=("self-employed, good at research, short of time, two children, one dog " * 3)[:200].strip(),
    )


def missing_glyphs() -> JourneyMap:
    """Emoji, traditional forms, right-to-left scripts, marks that no font has, and text that tries to be markup."""
    stages = (
        Stage(
            slug="a",
            title="麼 Rare 龘 words",
            moods=(vote(ANA, -1, "why? 😡 \u202eesrever", "🙁"),),
            touchpoints=(
                touchpoint("a1", "שלום asks מתי זה מגיע", "phone"),
                touchpoint("a2", "مرحبا بالعالم 12", "email"),
            ),
        ),
        Stage(
            slug="b",
            title='<b>bold</b> & "quoted"',
            moods=(vote(ANA, 1, "</text><script>alert(1)</script>"),),
            touchpoints=(touchpoint("b1", "👩‍💻 codes at 3 ≥ 2 ✓ ★ −1", "other", channel_text="]]> & <g>"),),
        ),
        Stage(slug="c", title="🎉", touchpoints=(touchpoint("c1", "हिन्दी ไทย 한국어 日本語かな"),)),
    )
    return journey("A \u2067map\u2069 of ☃ things <!-- no --> &amp; 麼", stages)


def crowded_disagreement() -> JourneyMap:
    """Votes that differ at every stage, one stage with six felt touchpoints, one with none."""
    scores = ((-2, 2), (-1, 1), (0, 1), (2, 1), (-2, -1), (0, 0))
    many = tuple(
        touchpoint(f"m{k}", f"step {k}", "website", moods=(vote(ANA, a, f"Ana on step {k}"), vote(BORIS, b)))
        for k, (a, b) in enumerate(scores)
    )
    stages = (
        Stage(slug="a", title="Split", moods=(vote(ANA, -2, "nothing works"), vote(BORIS, 2, "a pleasure"))),
        Stage(slug="b", title="Many", touchpoints=many),
        Stage(slug="c", title="Nobody asked"),
        Stage(slug="d", title="Close", moods=(vote(ANA, 1), vote(BORIS, 0), vote(MIA, 2, word="glad"))),
        Stage(slug="e", title="After", moods=(vote(ANA, -1, "slow reply"),)),
    )
    return journey("Where we do not agree", stages)
