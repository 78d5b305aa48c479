"""What a person does on a page a program can do: every address of a page that changes something or gives a file has its
operation in the API, or a reason for having none."""

from __future__ import annotations

import re

from tests.web.conftest import Office
from web.accounts.declaring import OPEN, needed
from web.api.declaring import declared

OPERATIONS = {
    "access.choose": "setAccessOfSeveral",
    "access.share": "setDraftAccess",
    "access.take": "takeAccess",
    "alerts.mark_wanted": "markWanted",
    "alerts.wanted_table": "listWanted",
    "bin.purge": "purgeDocument",
    "bin.purge_secret": "purgeSecret",
    "bin.put": "deleteDocument",
    "bin.restore": "restoreDocument",
    "bin.set_one": "setRetention",
    "bin.set_rule": "setRetentionRule",
    "checking.copies_file": "getCheckedCopies",
    "checking.copy": "getCheckedCopy",
    "checking.csv_table": "getCheckBatch",
    "checking.delete": "deleteCheckBatch",
    "checking.take": "checkBatch",
    "correcting.keep_apart": "keepApart",
    "correcting.merge": "mergeDocuments",
    "correcting.part": "undoMerge",
    "correcting.show_file": "showFile",
    "correcting.undo_correction": "undoCorrection",
    "digest.choose": "chooseSubscription",
    "digest.end_feed": "endFeeds",
    "digest.make_feed": "makeFeeds",
    "digest.set_mail": "changeMailServer testMailServer",
    "dossiers.arrange": "arrangeDossier takeOutOfDossier",
    "dossiers.change": "changeDossier",
    "dossiers.list_table": "printDossiersOfYear",
    "dossiers.open_one": "openDossier",
    "dossiers.put": "putIntoDossier",
    "dossiers.put_chosen": "putIntoDossier",
    "dossiers.remove": "removeDossier",
    "dossiers.table": "printDossier",
    "drafts.apply": "correctDraft",
    "drafts.apply_all": "correctDraft",
    "drafts.bases": "changeDraft",
    "drafts.create": "addDraft beginDraft",
    "drafts.delete": "removeDraft",
    "drafts.save": "changeDraft saveDraftParts",
    "drafts.take": "changeDraft cite",
    "exports.file": "exportDocuments exportSelection",
    "keeping.check": "checkBackup",
    "keeping.download": "getBackup",
    "keeping.forget": "forgetRestoration",
    "keeping.make": "makeBackup",
    "keeping.restore": "restoreBackup",
    "keeping.verify": "verifyArchive",
    "links.seen": "seeDraftLinks",
    "margins.add_note": "addNote",
    "margins.change_note": "changeNote removeNote",
    "margins.see": "seeChanges",
    "margins.tag": "addTag removeTag",
    "margins.tag_several": "addTag",
    "margins.watch": "watch unwatch",
    "me.change": "changeMe",
    "me.end_all": "endSignIns",
    "me.end_sign_in": "endSignIn",
    "me.make_token": "makeToken",
    "me.revoke_token": "revokeToken",
    "me.take_password": "changePassword",
    "originals.decide": "decideFile",
    "originals.download": "getFile",
    "originals.page": "getPage",
    "originals.piece": "getPieceOfPage",
    "originals.searchable": "getSearchableCopy",
    "people.add": "addPerson",
    "people.add_department": "addDepartment",
    "people.change": "changePerson",
    "people.disable": "changePerson",
    "people.end_sign_ins": "signPersonOut",
    "people.remove_department": "removeDepartment",
    "people.rename_department": "renameDepartment",
    "people.reset": "resetPassword",
    "people.revoke_token": "revokeTokenOfPerson",
    "printing.draft": "getDraftFile",
    "registers.cancel": "cancelRegisterEntry",
    "registers.change": "changeRegisterEntry",
    "registers.close": "closeRegister",
    "registers.enter": "addRegisterEntry",
    "registers.open_book": "openRegister",
    "registers.reserve": "reserveRegisterNumbers",
    "registers.table": "printRegister",
    "reporting.table": "printReportOnRegister",
    "relations.add": "addRelation",
    "relations.decide": "decideRelation",
    "relations.delete": "removeRelation",
    "reviews.confirm": "changeDocument",
    "reviews.confirm_certain": "confirmCertain",
    "reviews.undo": "undoConfirmations",
    "searches.export": "exportSearch",
    "searches.forget": "forgetSearch",
    "searches.forget_recent": "forgetRecentSearches",
    "searches.keep": "keepSearch",
    "searches.look": "seeSearch",
    "settings.save": "changeSettings",
    "statistics.table": "getStatistics",
    "trail.export": "exportAudit",
    "uploads.clear": "clearUploads",
    "uploads.take": "addDocument",
    "writing.begin": "beginDraft",
    "writing.read": "divideDraft",
    "writing.restore": "restoreDraftVersion",
}
WITHOUT = {"me.demo": "a browser of a demonstration becomes somebody else; a program has a token of its own"}
_FILE = re.compile(r"\.(csv|zip|docx|pdf|png)$|\.<\w+>$|/files/<\w+>/?$|export$")


def test_what_a_page_does_the_api_does(office: Office) -> None:
    views = office.app.view_functions
    known = {each.name for each in map(declared, views.values()) if each is not None}
    doing = {
        rule.endpoint
        for rule in office.app.url_map.iter_rules()
        if declared(views[rule.endpoint]) is None and needed(views[rule.endpoint]) != OPEN
        if "POST" in (rule.methods or ()) or _FILE.search(rule.rule)
    }
    assert doing == OPERATIONS.keys() | WITHOUT.keys(), "say which operation does the same (web/api), or why none does"
    assert {name for names in OPERATIONS.values() for name in names.split()} <= known
