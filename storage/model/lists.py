"""The fixed lists: stage templates, channels, overlooked touchpoints. Keys are stable; words: the locales' `lists`."""

from typing import Literal, NamedTuple

Role = Literal["before", "choose", "buy", "use", "after"]


class TemplateStage(NamedTuple):
    """A stage that a template brings: its slug in every language, and where it stands in the journey."""

    slug: str
    role: Role


STAGE_TEMPLATES: dict[str, tuple[TemplateStage, ...]] = {
    "funnel5_conversion": (
        TemplateStage("awareness", "before"),
        TemplateStage("interest", "before"),
        TemplateStage("consideration", "choose"),
        TemplateStage("conversion", "buy"),
        TemplateStage("loyalty", "after"),
    ),
    "funnel5_purchase": (
        TemplateStage("awareness", "before"),
        TemplateStage("interest", "before"),
        TemplateStage("consideration", "choose"),
        TemplateStage("purchase", "buy"),
        TemplateStage("loyalty", "after"),
    ),
    "sales4": (
        TemplateStage("inquiry", "before"),
        TemplateStage("comparison", "choose"),
        TemplateStage("purchase", "buy"),
        TemplateStage("activation", "use"),
    ),
    "lifecycle5_use": (
        TemplateStage("awareness", "before"),
        TemplateStage("consideration", "choose"),
        TemplateStage("decision", "buy"),
        TemplateStage("use", "use"),
        TemplateStage("loyalty", "after"),
    ),
    "lifecycle5_advocacy": (
        TemplateStage("awareness", "before"),
        TemplateStage("consideration", "choose"),
        TemplateStage("decision", "buy"),
        TemplateStage("loyalty", "use"),
        TemplateStage("recommendation", "after"),
    ),
    "ecom5": (
        TemplateStage("discover", "before"),
        TemplateStage("try", "choose"),
        TemplateStage("buy", "buy"),
        TemplateStage("use", "use"),
        TemplateStage("support", "after"),
    ),
    "support4": (
        TemplateStage("problem", "before"),
        TemplateStage("search", "choose"),
        TemplateStage("help", "use"),
        TemplateStage("back", "after"),
    ),
}


class Channel(NamedTuple):
    """What follows from a channel: digital, physical or either; whether it is ours unless somebody says otherwise."""

    place: Literal["digital", "physical", "either"]
    ours: bool


CHANNELS: dict[str, Channel] = {
    "website": Channel("digital", True),
    "mobile_web": Channel("digital", True),
    "mobile_app": Channel("digital", True),
    "email": Channel("digital", True),
    "sms": Channel("digital", True),
    "push": Channel("digital", True),
    "messaging": Channel("digital", True),
    "social_organic": Channel("digital", False),
    "social_ad": Channel("digital", True),
    "search_organic": Channel("digital", False),
    "search_ad": Channel("digital", True),
    "display_ad": Channel("digital", True),
    "out_of_home": Channel("physical", True),
    "tv_radio": Channel("either", True),
    "print": Channel("physical", True),
    "review_site": Channel("digital", False),
    "marketplace": Channel("digital", False),
    "word_of_mouth": Channel("physical", False),
    "event": Channel("physical", True),
    "store": Channel("physical", True),
    "field_service": Channel("physical", True),
    "phone": Channel("either", True),
    "live_chat": Channel("digital", True),
    "chatbot": Channel("digital", True),
    "help_center": Channel("digital", True),
    "community": Channel("digital", False),
    "post_parcel": Channel("physical", True),
    "invoice_document": Channel("either", True),
    "partner": Channel("either", False),
    "ar_vr": Channel("digital", True),
    "other": Channel("either", True),
}


class Overlooked(NamedTuple):
    """A contact that teams forget: which stage role it belongs to, and its channel."""

    role: Role
    channel: str


OVERLOOKED: dict[str, Overlooked] = {
    "page_404": Overlooked("choose", "website"),
    "opt_in_mail": Overlooked("before", "email"),
    "receipt": Overlooked("buy", "invoice_document"),
    "reviews_elsewhere": Overlooked("choose", "review_site"),
    "service_person": Overlooked("use", "field_service"),
    "push_message": Overlooked("use", "push"),
    "returns": Overlooked("after", "post_parcel"),
    "parcel": Overlooked("use", "post_parcel"),
    "out_of_home": Overlooked("before", "out_of_home"),
    "faq_answer": Overlooked("choose", "chatbot"),
    "exit_survey": Overlooked("after", "email"),
    "password_reset": Overlooked("use", "email"),
    "failed_payment": Overlooked("buy", "email"),
    "delivery_delay": Overlooked("use", "email"),
    "empty_search": Overlooked("choose", "website"),
    "app_store_rating": Overlooked("choose", "review_site"),
    "cookie_banner": Overlooked("before", "website"),
    "hold_music": Overlooked("use", "phone"),
    "unsubscribe": Overlooked("after", "website"),
    "cancellation": Overlooked("after", "website"),
    "first_login": Overlooked("use", "mobile_app"),
}
