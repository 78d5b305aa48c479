"""Rules of addresses that cost less when the application starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class Address(Rule):
    """A rule whose way back, from what a view is given to an address, is compiled when the first address is made.

    werkzeug translates two functions a rule to bytecode as soon as it is added: for some hundred rules a tenth of a
    second, most of them for addresses that nobody asks for.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []
        usual = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(usual(append_unknown))
            return compiled[0](rule, **values)

        return build
