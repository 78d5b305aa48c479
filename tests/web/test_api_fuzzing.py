"""The whole API under schemathesis: no server error and no answer outside the description, for any role and any data.

In-process. For a longer run: `CANCU_FUZZ=200 pytest tests/web/test_api_fuzzing.py` takes so many examples of each kind.
"""

from __future__ import annotations

import os
import warnings
from typing import Any

import hypothesis
import hypothesis.errors
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from archive.documents import Archive
from tests.web.conftest import Office
from tests.web.signing_in import person

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.config import (
        ChecksConfig,
        PositiveDataAcceptanceConfig,
        ProjectConfig,
        ProjectsConfig,
        SchemathesisConfig,
    )

EXAMPLES = int(os.environ.get("CANCU_FUZZ", "0"))
ROLES = {"viewer": "read", "drafter": "draft", "clerk": "register", "administrator": "administer"}
DAYS = st.sampled_from(["today", "2024-06-03", "03/6/2024", "5/1/2026", "1945-09-02", "2100-12-31"])
# What fits the description may still contradict what is held (409, 412, 422) or be too much (413, 429).
ACCEPTED = ["2xx", "401", "403", "404", "409", "412", "413", "422", "429"]

schemathesis.openapi.format("day", DAYS)
schemathesis.openapi.format("binary", st.binary(max_size=200))


class Caller:
    """A role's token, made anew where the API was asked to revoke it, or to take the role away."""

    def __init__(self, archive: Archive, role: str) -> None:
        self._archive, self._role, self._secret = archive, role, ""

    def headers(self) -> dict[str, str]:
        """What a request as this role carries."""
        if not self._secret or self._archive.tokens.find(self._secret) is None:
            for role in ("administrator", self._role):
                someone = person(self._archive, role)
                if someone.disabled or someone.role != role:
                    self._archive.people.change(someone.id, role=role, disabled=False)
            for token in self._archive.tokens.of(someone.id):
                self._archive.tokens.revoke(someone.id, token.id)
            _, self._secret = self._archive.tokens.make(someone.id, "fuzz", ROLES[self._role], 1)
        return {"Authorization": f"Bearer {self._secret}", "Sec-Fetch-Site": "none"}


def _schema(office: Office, caller: Caller) -> Any:
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=ACCEPTED))
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(checks=checks)))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", office.app, config=config, headers=caller.headers())


def _fuzz(office: Office, roles: tuple[str, ...], mode: Any, examples: int) -> list[str]:
    """What went wrong, an entry an operation. Each example is sent as every role: to make one takes longest."""
    callers = [Caller(office.app.extensions["cancu"].archive, role) for role in roles]
    held = sorted(office.ids.values())
    wrong = []
    for found in _schema(office, callers[0]).get_all_operations():
        operation = found.ok()

        @hypothesis.given(
            case=operation.as_strategy(generation_mode=mode), chosen=st.sampled_from([*held, None]), data=st.data()
        )
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            derandomize=not EXAMPLES,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def one(case: Any, chosen: int | None, data: Any) -> None:
            if chosen is not None and mode is GenerationMode.POSITIVE and "document_id" in (case.path_parameters or {}):
                case.path_parameters["document_id"] = chosen
            for caller in callers:
                case.call_and_validate(headers=caller.headers())

        try:
            one()
        except hypothesis.errors.Unsatisfiable:
            continue  # takes nothing, so nothing can be wrong with it
        except Exception as error:
            wrong.append(f"{operation.method.upper()} {operation.path} as {roles} ({mode.value}):\n{error}"[:1500])
        except BaseExceptionGroup as group:  # several checks at once
            wrong.append(f"{operation.method.upper()} {operation.path} as {roles} ({mode.value}):\n{group}"[:1500])
    return wrong


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "does_not_fit"])
def test_an_administrator_finds_no_fault(office: Office, mode: Any) -> None:
    usual = 2 if mode is GenerationMode.POSITIVE else 1  # a request that does not fit takes longest to make
    wrong = _fuzz(office, ("administrator",), mode, EXAMPLES or usual)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_other_roles_find_no_fault(office: Office) -> None:
    wrong = _fuzz(office, ("viewer", "drafter", "clerk"), GenerationMode.POSITIVE, EXAMPLES or 1)
    assert not wrong, "\n\n".join(wrong)
