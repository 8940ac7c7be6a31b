"""Who is in the workspace when it is new? Five people, five channels, and the bot."""

from bot.playground.app_settings import BOT_USER
from bot.playground.workspace import Channel, Person, Workspace

ANA, BORIS, MIA, GINA, PETRA = "U0ANA", "U0BORIS", "U0MIA", "U0GINA", "U0PETRA"
TIME_ZONE = "Europe/Skopje"


def sample_workspace() -> Workspace:
    """Ana (UX), Boris (Support), Mia (Web), Gina (a guest) and Petra (of another company)."""
    people = (
        Person(ANA, "Ana", "UX", "admin", "#7a4fbf"),
        Person(BORIS, "Boris", "Support", "member", "#1f7a8c"),
        Person(MIA, "Mia", "Web", "member", "#b3541e"),
        Person(GINA, "Gina", "Guest", "guest", "#4f772d"),
        Person(PETRA, "Petra", "Partner of another company", "partner", "#9d174d"),
        Person(BOT_USER, "Waymark", "App", "bot", "#2b5fd9"),
    )
    channels = [
        Channel("C0VACUUM", "vacuum-shop", "public", "Our vacuum cleaner shop", [ANA, BORIS, MIA, GINA, BOT_USER]),
        Channel("C0GENERAL", "general", "public", "Everybody", [ANA, BORIS, MIA, BOT_USER]),
        Channel("C0PRODUCT", "product-private", "private", "Product, among ourselves", [ANA, BORIS, BOT_USER]),
        Channel("C0PARTNER", "partner-shared", "shared", "With our partner company", [ANA, BORIS, MIA, PETRA]),
        Channel("C0OLDSHOP", "old-shop", "archived", "Closed last year", [ANA, BORIS, MIA]),
    ]
    channels += [
        Channel(f"D0{person.id[2:]}", "", "im", members=[person.id, BOT_USER], user=person.id)
        for person in people
        if person.role in ("admin", "member", "guest")
    ]
    return Workspace({"id": "T0WAYMARK", "name": "Waymark playground", "domain": "waymark"}, people, channels)


OTHER_TEAM = "T0PARTNER"
