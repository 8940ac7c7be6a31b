"""What goes wrong next? Faults that a person or a test asked for, taken one by one."""

from dataclasses import asdict, dataclass

from bot.playground.wire import Json, NotPossible

KINDS = ("429", "500", "503", "error", "drop_before", "drop_after", "slow", "disconnect", "duplicate")


@dataclass
class Fault:
    """Hits `target` (a method, an event's type, `slash_commands`, `interactive`, `response_url`, `upload` or `*`)
    `times` times after letting `after` matches pass. `value`: seconds for 429 and slow, the code for error."""

    target: str
    kind: str
    times: int = 1
    after: int = 0
    value: str | float | None = None

    @property
    def seconds(self) -> float:
        return float(self.value) if self.value is not None else 1.0


class Faults:
    """Set faults are used in the order they were set; a used-up fault is gone."""

    def __init__(self) -> None:
        self._set: list[Fault] = []

    def add(self, wanted: Json) -> Fault:
        """`kind` may carry its value (`slow:2`, `error:internal_error`). Raises NotPossible."""
        kind, _, value = str(wanted.get("kind", "")).partition(":")
        if kind not in KINDS:
            raise NotPossible("unknown_fault", name=kind, known=", ".join(KINDS))
        fault = Fault(
            str(wanted.get("target", "*")),
            kind,
            int(wanted.get("times", 1)),
            int(wanted.get("after", 0)),
            value or wanted.get("value"),
        )
        self._set.append(fault)
        return fault

    def take(self, target: str, kinds: tuple[str, ...] = KINDS) -> Fault | None:
        """The fault that hits this call or delivery, if any."""
        for fault in self._set:
            if fault.target not in ("*", target) or fault.kind not in kinds:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._set.remove(fault)
            return fault
        return None

    def clear(self) -> None:
        self._set.clear()

    def listed(self) -> list[Json]:
        return [asdict(fault) for fault in self._set]
